import type { Problem } from "../errors.ts";
import type { Path, YamlSource } from "../rules/yaml-source.ts";

/** Names of services and objectives, as Sloth wants them. */
export const nameRule = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Names of labels that stand in a mapping at a path and that a rule can't set, or that tell one objective from another. */
export function labelProblems(source: YamlSource, path: Path): Problem[] {
  const labels = path.reduce<unknown>(
    (inner, step) =>
      typeof inner === "object" && inner !== null ? (inner as Record<string | number, unknown>)[step] : undefined,
    source.value,
  );
  if (typeof labels !== "object" || labels === null || Array.isArray(labels)) return [];
  return Object.keys(labels).flatMap((key) => {
    const at = (message: string): Problem[] => [source.problemAt([...path, key], message, { key: true })];
    if (!labelName.test(key) || key === "__name__") return at(`\`${key}\` is not a label's name that a rule may set`);
    return key.startsWith("sloth_") ? at(`\`${key}\` is set by what is generated; choose another label`) : [];
  });
}

/** What is wrong with an objective, as per cent or as a ratio; undefined: nothing. */
export function objectiveProblem(value: number, unit: "percent" | "ratio"): string | undefined {
  const whole = unit === "percent" ? 100 : 1;
  const usual = unit === "percent" ? "99.9" : "0.999";
  if (value === whole)
    return `an objective of ${whole} leaves no error budget: nothing may ever fail, so nothing can burn; expected less, such as ${usual}`;
  if (value > whole)
    return `expected ${unit === "percent" ? "per cent" : "a ratio"} below ${whole}, such as ${usual}, got \`${value}\``;
  if (value > 0) return undefined;
  return `expected more than 0, such as ${usual}, got \`${value}\`: with an objective of 0 everything may fail`;
}
