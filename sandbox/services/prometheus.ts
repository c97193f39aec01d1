import { compareVersions } from "../stack/binaries/version.ts";
import { imageOf } from "../stack/versions.ts";
import type { Launch, Service, Site } from "../stack/service.ts";
import { runPrometheusConfig } from "./run-prometheus-config.ts";
import type { RunConfig } from "./run-prometheus-config.ts";
import { scaled } from "./scaled.ts";
import type { YamlMap } from "./yaml-value.ts";

/** What of production runs, and how fast. */
export interface PrometheusRun {
  /** Production's prometheus.yml, as parsed. */
  readonly config: YamlMap;
  readonly factor: number;
  /** The rule files that run, by name: already scaled, and marked by `withEvaluationMarker`. */
  readonly rules: Readonly<Record<string, string>>;
  /** Production knows them as `NAME:PORT`. Prometheus and the Alertmanager need not be named. */
  readonly scrape: readonly Service[];
  readonly alertmanager: Service<"http">;
}

export interface PrometheusOptions {
  readonly version?: string;
  /** Without it, production's own files are expected where `path` says, and production's own time. */
  readonly run?: PrometheusRun;
}

const configFile = "prometheus.yml";

/** Scrapes, evaluates rules and tells Alertmanager. */
export function prometheus({ version, run }: PrometheusOptions = {}): Service<"http"> {
  const service: Service<"http"> = {
    name: "prometheus",
    image: imageOf("prometheus", version),
    program: { binary: "prometheus", ...(version ? { version } : {}) },
    ports: { http: 9090 },
    needs: [],
    // It would find a target down that is not up yet, and tell people. Before 3.12 it looks away for its first five seconds.
    after: (release) => (run && compareVersions(release, "3.12.0") >= 0 ? [...run.scrape, run.alertmanager] : []),
    ready: { http: "/-/ready", port: "http" },
    launch: (site) => {
      const args = [
        `--config.file=${site.path(configFile)}`,
        `--storage.tsdb.path=${site.data("tsdb")}`,
        `--web.listen-address=${site.listen("http")}`,
        "--log.level=warn",
      ];
      return run ? { args: [...args, ...paceOf(run)], files: filesOf(service, run, site) } : { args };
    },
  };
  return service;
}

/** What production has that does not run here, a sentence each. */
export function prometheusNotes(run: PrometheusRun): readonly string[] {
  const byName = ({ name, ports }: Service) => `${name}:${ports["http"]}`;
  return configOf(prometheus({ run }), run, { peer: byName, path: (name) => name }).notes;
}

function paceOf({ factor }: PrometheusRun): string[] {
  return [
    "--storage.tsdb.no-lockfile",
    // At 250 ms a stall of 1.5 s gave a false resolved; production's minute would hide a resolved one when scaled.
    "--rules.alert.resend-delay=1s",
    `--query.lookback-delta=${scaled(5 * 60_000, factor)}`,
    // Hidden. Since 3.12 it brings the first scrape forward by 5 s; releases before accept it without effect.
    "--scrape.discovery-reload-interval=50ms",
  ];
}

function filesOf(self: Service<"http">, run: PrometheusRun, site: Site<"http">): NonNullable<Launch["files"]> {
  const peer = (service: Service) => site.peer(service, "http");
  return { ...run.rules, [configFile]: configOf(self, run, { peer, path: (name) => site.path(name) }).text };
}

interface Names {
  peer(service: Service): string;
  path(name: string): string;
}

function configOf(self: Service<"http">, run: PrometheusRun, names: Names): RunConfig {
  const scraped = [...run.scrape, run.alertmanager, self];
  const addresses = Object.fromEntries(scraped.map((one) => [`${one.name}:${one.ports.http}`, names.peer(one)]));
  // What a Prometheus that scrapes itself usually calls itself.
  const itself = { "localhost:9090": names.peer(self), "127.0.0.1:9090": names.peer(self) };
  return runPrometheusConfig(run.config, {
    factor: run.factor,
    addresses: { ...itself, ...addresses },
    ruleFiles: Object.keys(run.rules).map((name) => names.path(name)),
    alertmanager: names.peer(run.alertmanager),
  });
}
