import { imageOf } from "../stack/versions.ts";
import type { Launch, Service, Site } from "../stack/service.ts";
import { splitAddress } from "./address.ts";

/** What it is provisioned with: a team's own files, by their names below `grafana/`, and the Prometheus that is really asked. */
export interface GrafanaRun {
  readonly files: Readonly<Record<string, string>>;
  readonly prometheus: Service<"http">;
}

export interface GrafanaOptions {
  /** Without it, production's own files are expected in the image's own places. */
  readonly run?: GrafanaRun;
}

/** Where production's files say that dashboards lie. */
const dashboards = "/etc/grafana/dashboards";

/** Shows the dashboards. Whoever reaches it may look, and nobody needs a password for that; it asks nobody but Prometheus. */
export function grafana({ run }: GrafanaOptions = {}): Service<"http"> {
  return {
    name: "grafana",
    image: imageOf("grafana"),
    program: { binary: "grafana" },
    // 3000 is the API's.
    ports: { http: 3001 },
    needs: [],
    ready: { http: "/api/health", port: "http" },
    readyWithinMs: 60_000,
    launch: (site) => {
      const { host, port } = splitAddress(site.listen("http"));
      const env = {
        GF_SERVER_HTTP_ADDR: host,
        GF_SERVER_HTTP_PORT: port,
        GF_PATHS_DATA: site.data("grafana"),
        GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: site.path("dashboards/overview.json"),
        ...quiet,
      };
      if (!run) return { args: [], env };
      return {
        args: [],
        env: { ...env, GF_PATHS_PROVISIONING: site.path("provisioning") },
        files: filesOf(run, site),
      };
    },
  };
}

/** It says only what is wrong; and asks nothing of anybody outside, tells them nothing and fetches nothing. */
const quiet = {
  GF_LOG_MODE: "console",
  GF_LOG_LEVEL: "warn",
  GF_AUTH_ANONYMOUS_ENABLED: "true",
  GF_AUTH_ANONYMOUS_ORG_ROLE: "Viewer",
  GF_ANALYTICS_REPORTING_ENABLED: "false",
  GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
  GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
  GF_NEWS_NEWS_FEED_ENABLED: "false",
  // The data source of Prometheus is a plugin by now; the image carries it, and no newer one is looked for.
  GF_PLUGINS_PREINSTALL_DISABLED: "true",
  GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: "true",
  GF_SNAPSHOTS_EXTERNAL_ENABLED: "false",
  GF_SECURITY_DISABLE_GRAVATAR: "true",
};

/** Folders that are not there are errors in its log. */
const nothing = {
  "provisioning/alerting/none.yml": "apiVersion: 1\n",
  "provisioning/plugins/none.yml": "apiVersion: 1\napps: []\n",
};

function filesOf({ files, prometheus }: GrafanaRun, site: Site<"http">): NonNullable<Launch["files"]> {
  const named = `${prometheus.name}:${prometheus.ports.http}`;
  const moved = (text: string): string =>
    text.replaceAll(dashboards, site.path("dashboards")).replaceAll(named, site.peer(prometheus, "http"));
  const provisioned = Object.entries(files).map(([name, text]) => [
    name,
    name.startsWith("provisioning/") ? moved(text) : text,
  ]);
  return { ...nothing, ...(Object.fromEntries(provisioned) as Record<string, string>) };
}
