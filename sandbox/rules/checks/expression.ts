import type { Problem } from "../../errors.ts";
import { ofRules } from "../promql-types.ts";
import { parseExpr } from "../promql.ts";
import type { Rule, RuleFile } from "../rule-file.ts";
import type { Path, YamlSource } from "../yaml-source.ts";

/** An expression of PromQL, wherever it stands: in a rule, on a dashboard, in an objective. Its syntax is right. */
export interface Expression {
  /** As long as what is written, so that positions are the same: a window `{{.window}}` is `5m` and blanks. */
  readonly text: string;
  readonly source: YamlSource;
  readonly path: Path;
  /** Whose condition it is. */
  readonly rule?: Rule;
}

export function expressionsOfRules(files: readonly RuleFile[]): Expression[] {
  return files
    .flatMap(({ groups, source, root }) =>
      groups.flatMap((group, g) =>
        group.rules.map((rule, r) => ({
          text: rule.expr,
          source,
          path: [...root, "groups", g, "rules", r, "expr"],
          rule,
        })),
      ),
    )
    .filter(isLegible);
}

const queries = new Set(["error_query", "total_query", "error_ratio_query", "query"]);

/** Of Sloth's and OpenSLO's documents, wherever their queries stand. */
export function expressionsOfObjectives(sources: readonly YamlSource[]): Expression[] {
  return sources.flatMap((source) =>
    texts(source.value, (key) => queries.has(key))
      .map(({ path, text }) => ({ text: text.replaceAll(/\{\{\s*\.window\s*\}\}/g, filled), source, path }))
      .filter(isLegible),
  );
}

/** Of Grafana's dashboards: every panel's and variable's own. */
export function expressionsOfDashboards(sources: readonly YamlSource[]): Expression[] {
  return sources.flatMap((source) =>
    texts(source.value, (key) => key === "expr")
      .map(({ path, text }) => ({ text: text.replaceAll(/\$\{?__\w+\}?/g, filled), source, path }))
      .filter(isLegible),
  );
}

/**
 * What Prometheus would not take of dashboards' queries. Of those alone that say that they are for it, and whose variables are
 * Grafana's own: what else one stands for is not known.
 */
export function problemsOfDashboards(sources: readonly YamlSource[]): Problem[] {
  return sources.flatMap((source) =>
    texts(source.value, (key) => key === "expr")
      .filter(({ path }) => datasourceOf(source.value, path) === "prometheus")
      .map(({ path, text }) => ({ path, text: text.replaceAll(/\$\{?__\w+\}?/g, filled) }))
      .filter(({ text }) => text.trim() !== "" && !/\$|\[\[/.test(text))
      .flatMap(({ path, text }) =>
        parseExpr(text)
          .problems.filter(({ message }) => !message.startsWith(ofRules))
          .map(({ offset, message }) => source.problemIn(path, offset, `not valid PromQL: ${message}`)),
      ),
  );
}

/** The type of the nearest data source that is named above a place. */
function datasourceOf(root: unknown, path: Path): unknown {
  let [value, type]: [unknown, unknown] = [root, undefined];
  for (const step of path) {
    if (typeof value !== "object" || value === null) break;
    const { datasource } = value as { datasource?: { type?: unknown } | null };
    if (datasource?.type !== undefined) type = datasource.type;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return type;
}

/** What stands for a window, as a window, without moving what follows. */
function filled(variable: string): string {
  return "5m".padEnd(variable.length);
}

function isLegible({ text }: Expression): boolean {
  return parseExpr(text).problems.length === 0;
}

function texts(value: unknown, wanted: (key: string) => boolean, path: Path = []): { path: Path; text: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    return typeof inner === "string" && wanted(key) ? [{ path: here, text: inner }] : texts(inner, wanted, here);
  });
}
