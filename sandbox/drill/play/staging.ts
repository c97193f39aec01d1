import { randomBytes } from "node:crypto";
import { apiControl } from "../../fault/api-control.ts";
import type { Scene } from "../../fault/fault.ts";
import { alertmanager, alertmanagerNotes } from "../../services/alertmanager.ts";
import { api } from "../../services/api.ts";
import { elasticsearch } from "../../services/elasticsearch.ts";
import { externalApi } from "../../services/external-api.ts";
import { inbox } from "../../services/inbox.ts";
import { nodeExporter } from "../../services/node-exporter.ts";
import { postgres } from "../../services/postgres.ts";
import { prometheus, prometheusNotes } from "../../services/prometheus.ts";
import { redis } from "../../services/redis.ts";
import { traceBackend } from "../../services/trace-backend.ts";
import type { TraceBackend, TraceBackendName } from "../../services/trace-backend.ts";
import type { Service, Runtime } from "../../stack/service.ts";
import { startStack } from "../../stack/stack.ts";
import type { Stack } from "../../stack/stack.ts";
import type { Fixtures } from "../read/fixtures.ts";

/** The releases that were asked for by name. */
export interface Versions {
  readonly prometheus?: string;
  readonly alertmanager?: string;
}

/** What a configuration needs to run: production's own files, the factor, and the rules that are watched, scaled. */
export interface Staging {
  readonly fixtures: Fixtures;
  readonly factor: number;
  readonly rules: Readonly<Record<string, string>>;
  readonly versions: Versions;
  /** Every scraped metric that those rules read; not given, people look at all of them. */
  readonly metrics?: readonly string[];
  /** The API writes all its lines to an Elasticsearch as well. Drills do without: it takes longer to boot than they do. */
  readonly logs?: boolean;
  /** Where the API's traces go. Drills do without: to trace every request costs as much as to answer it. */
  readonly traces?: TraceBackendName | undefined;
}

/** The services of a drill, before they start. */
export interface Cast {
  readonly api: Service<"http" | "control">;
  /** What the API stands on. */
  readonly postgres: Service<"tcp">;
  readonly redis: Service<"tcp">;
  readonly externalApi: Service<"http">;
  readonly inbox: Service<"http" | "smtp">;
  readonly alertmanager: Service<"http">;
  readonly nodeExporter: Service<"http">;
  readonly prometheus: Service<"http">;
  /** Where it was asked for. */
  readonly elasticsearch: Service<"http"> | undefined;
  readonly traces: TraceBackend | undefined;
  readonly controlToken: string;
}

/** Of the load's requests; whoever brings a trace of their own is told of in any case. */
const exploredRatio = 0.1;

export function castOf({ fixtures, factor, rules, versions, metrics, logs = false, traces }: Staging): Cast {
  // New for each stack: whoever reads one stack's token can break no other.
  const controlToken = randomBytes(16).toString("hex");
  const caught = inbox();
  const manager = alertmanager({
    ...(versions.alertmanager === undefined ? {} : { version: versions.alertmanager }),
    run: { config: fixtures.alertmanager.raw, factor, inbox: caught, templates: fixtures.templates },
  });
  const dependencies = { postgres: postgres(), redis: redis(), externalApi: externalApi() };
  // Where people look at everything, also at what the API did.
  const logFiles = metrics === undefined;
  const search = logs ? elasticsearch() : undefined;
  const logging = search ? { logLevel: "info", logFiles, elasticsearch: search } : { logLevel: "warn", logFiles };
  const backend = traces && traceBackend(traces);
  const tracing = backend && { backend, ratio: exploredRatio };
  const service = api({ controlToken, ...logging, ...dependencies, ...(tracing ? { tracing } : {}) });
  const exporter = nodeExporter(metrics ? { reads: metrics } : {});
  return {
    api: service,
    ...dependencies,
    inbox: caught,
    alertmanager: manager,
    nodeExporter: exporter,
    elasticsearch: search,
    traces: backend,
    prometheus: prometheus({
      ...(versions.prometheus === undefined ? {} : { version: versions.prometheus }),
      run: { config: fixtures.prometheus.raw, factor, rules, scrape: [service, exporter], alertmanager: manager },
    }),
    controlToken,
  };
}

/** What production has that does not run here, and what stands in its place: a sentence each. */
export function stagingNotes({ fixtures, factor, rules }: Staging): readonly string[] {
  const run = { config: fixtures.alertmanager.raw, factor, inbox: inbox() };
  const manager = alertmanager({ run });
  return [
    ...alertmanagerNotes(run),
    ...prometheusNotes({
      config: fixtures.prometheus.raw,
      factor,
      rules,
      scrape: [api(), nodeExporter()],
      alertmanager: manager,
    }),
  ];
}

/** Everything of a cast, in one list. */
export function servicesOf(cast: Cast): readonly Service[] {
  const { prometheus: watcher, postgres: database, redis: cache, externalApi: other } = cast;
  const always = [watcher, database, cache, cast.api, other, cast.inbox, cast.alertmanager, cast.nodeExporter];
  return [
    ...always,
    ...(cast.elasticsearch ? [cast.elasticsearch] : []),
    ...(cast.traces ? [cast.traces.service] : []),
  ];
}

/** A cast that is ready. */
export interface Staged {
  readonly stack: Stack;
  /** All of a scene that is there before the load is. */
  readonly scene: Omit<Scene, "load">;
}

export async function stage(cast: Cast, runtime: Runtime, name: string, signal?: AbortSignal): Promise<Staged> {
  const stack = await startStack(servicesOf(cast), runtime, name, signal);
  return { stack, scene: { stack, api: apiControl(stack.get(cast.api), cast.controlToken) } };
}
