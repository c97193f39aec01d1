import { imageOf } from "../stack/versions.ts";
import type { Service } from "../stack/service.ts";
import { splitAddress } from "./address.ts";

/**
 * Shows the dashboards. Whoever reaches it may look, and nobody needs a password for that; it asks nobody but Prometheus.
 * Provisioning and dashboards are expected in the image's own places (compose mounts them).
 */
export function grafana(): Service<"http"> {
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
      return {
        args: [],
        env: {
          GF_SERVER_HTTP_ADDR: host,
          GF_SERVER_HTTP_PORT: port,
          GF_PATHS_DATA: site.data("grafana"),
          GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: site.path("dashboards/overview.json"),
          GF_LOG_MODE: "console",
          GF_LOG_LEVEL: "warn",
          GF_AUTH_ANONYMOUS_ENABLED: "true",
          GF_AUTH_ANONYMOUS_ORG_ROLE: "Viewer",
          // Nothing is asked of, told to or fetched from anybody outside.
          GF_ANALYTICS_REPORTING_ENABLED: "false",
          GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
          GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
          GF_NEWS_NEWS_FEED_ENABLED: "false",
          // The data source of Prometheus is a plugin by now; the image carries it, and no newer one is looked for.
          GF_PLUGINS_PREINSTALL_DISABLED: "true",
          GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: "true",
          GF_SNAPSHOTS_EXTERNAL_ENABLED: "false",
          GF_SECURITY_DISABLE_GRAVATAR: "true",
        },
      };
    },
  };
}
