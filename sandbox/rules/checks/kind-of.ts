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
  const said = value as Readonly<Record<string, unknown>>;
  const has = (...keys: readonly string[]): boolean => keys.every((key) => key in said);
  // What promtool runs names rule files, too.
  if (has("rule_files", "tests")) return undefined;
  if (said["kind"] === "PrometheusRule") return "rules";
  if (said["version"] === "prometheus/v1" || said["apiVersion"] === "openslo/v1") return "objectives";
  if (has("providers")) return "provider";
  // What else is Kubernetes' is not read.
  if (has("apiVersion", "kind")) return undefined;
  if (has("groups") && (said["groups"] === null || Array.isArray(said["groups"]))) return "rules";
  if (has("scrape_configs") || has("rule_files") || has("global", "alerting")) return "prometheus";
  if (has("route", "receivers")) return "alertmanager";
  if (isComposed(said["services"])) return "compose";
  if (has("panels") || isDashboard(said["dashboard"]) || has("rows", "title")) return "dashboard";
  if (has("title", "expect")) return "drill";
  // Others have such a key among their own.
  const [only, ...more] = Object.keys(said);
  if (has("jobs") && Object.keys(said).every((key) => key === "jobs" || key === "recorded")) return "metrics";
  return more.length === 0 && (only === "buckets" || only === "waivers") ? only : undefined;
}

function isComposed(services: unknown): boolean {
  const all = Object.values(mapping(services));
  return all.length > 0 && all.every((one) => ["image", "build", "extends"].some((key) => key in mapping(one)));
}

function isDashboard(value: unknown): boolean {
  return "panels" in mapping(value) || "rows" in mapping(value);
}

function mapping(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
