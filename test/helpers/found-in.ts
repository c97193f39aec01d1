import { checks } from "../../sandbox/rules/checks/checks.ts";
import { runChecks } from "../../sandbox/rules/checks/run-checks.ts";
import type { FileText } from "../../sandbox/rules/checks/subject.ts";

/** What one check says of an expression, as an alert's condition; beside other files. */
export function foundInExpr(id: string, expr: string, beside: readonly FileText[] = []): string[] {
  if (!checks.some((one) => one.id === id)) throw new Error(`there is no check ${id}`);
  const rules = { groups: [{ name: "g", rules: [{ alert: "A", expr }] }] };
  const { findings } = runChecks([...beside, { file: "rules.yml", text: JSON.stringify(rules) }]);
  const invalid = findings.find((one) => one.id === "invalid");
  if (invalid) throw new Error(`${expr}: ${invalid.message}`);
  return findings.filter((one) => one.id === id).map(({ message }) => message);
}
