import { stringify } from "yaml";
import type { RunTool } from "./promtool.ts";

/** Of some expressions, those that this release of promtool can read. */
export async function understood<T extends { readonly expr: string }>(
  cases: readonly T[],
  promtool: RunTool,
): Promise<T[]> {
  const rules = cases.map(({ expr }, i) => ({ record: `case_${i}`, expr }));
  const file = stringify({ groups: [{ name: "cases", rules }] }, { lineWidth: 0 });
  const { output } = await promtool(
    (path) => ["--enable-feature=promql-experimental-functions", "check", "rules", path("cases.yml")],
    { "cases.yml": file },
  );
  const unknown = new Set([...output.matchAll(/group "cases", rule (\d+)/g)].map(([, rule]) => Number(rule) - 1));
  return cases.filter((_, i) => !unknown.has(i));
}
