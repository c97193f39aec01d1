/** What a file of a team's repository is. */
export type FileKind =
  | "rules"
  | "prometheus"
  | "alertmanager"
  | "compose"
  | "dashboard"
  | "provider"
  | "objectives"
  | "metrics"
  | "buckets"
  | "drill"
  | "waivers";

/** Told by what it holds, since everybody calls them something else; undefined: nothing that is checked. */
export function kindOf(value: unknown): FileKind | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const has = (...keys: readonly string[]): boolean => keys.every((key) => key in value);
  const said = value as Readonly<Record<string, unknown>>;
  // What promtool runs names rule files, too.
  if (has("rule_files", "tests")) return undefined;
  if (said["kind"] === "PrometheusRule" || (has("groups") && !has("apiVersion"))) return "rules";
  if (has("scrape_configs") || has("rule_files") || (has("global") && has("alerting"))) return "prometheus";
  if (has("route", "receivers")) return "alertmanager";
  if (said["version"] === "prometheus/v1" || said["apiVersion"] === "openslo/v1") return "objectives";
  if (has("services") && !has("apiVersion")) return "compose";
  if (has("panels") || has("dashboard") || (has("rows") && has("title"))) return "dashboard";
  if (has("providers")) return "provider";
  if (has("jobs")) return "metrics";
  if (has("buckets")) return "buckets";
  if (has("title", "expect")) return "drill";
  return has("waivers") ? "waivers" : undefined;
}
