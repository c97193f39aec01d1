import { z } from "zod";
import type { Problem } from "../sandbox/errors.ts";
import { parseExpr } from "../sandbox/rules/promql.ts";
import type { Path, YamlSource } from "../sandbox/rules/yaml-source.ts";

/** Stands in PromQL for the length of a run. */
export const windowPlaceholder = "{{window}}";

/** Which keys go together. */
const clientForms = {
  said: "{ answered: true }, { as-expected: true }, { status-below: 500 }, { latency-ms: 200 }",
  keys: ["answered", "as-expected", "status-below", "latency-ms"],
};
const prometheusForms = {
  said: "{ slo: NAME }, { ratio: EXPR }, { good: EXPR, total: EXPR }, { buckets: EXPR }",
  keys: ["slo", "ratio", "good+total", "buckets"],
};

const legible = z.object({
  objectives: z
    .array(
      z.object({
        name: z.string().optional().catch(undefined),
        client: z.record(z.string(), z.unknown()).optional().catch(undefined),
        prometheus: z.record(z.string(), z.unknown()).optional().catch(undefined),
      }),
    )
    .catch([]),
  thresholds: z
    .array(
      z.object({
        name: z.string().optional().catch(undefined),
        expr: z.string().optional().catch(undefined),
        below: z.unknown().optional(),
        above: z.unknown().optional(),
      }),
    )
    .catch([]),
});

/** What a schema of objectives can't say, from the file as it stands. Pure. */
export function objectiveProblems(source: YamlSource): Problem[] {
  const read = legible.safeParse(source.value).data;
  if (!read) return [];
  const { objectives, thresholds } = read;
  return [
    ...twice(source, "objectives", objectives),
    ...twice(source, "thresholds", thresholds),
    ...objectives.flatMap(({ client, prometheus }, i) => [
      ...oneForm(source, ["objectives", i, "client"], client, clientForms),
      ...oneForm(source, ["objectives", i, "prometheus"], prometheus, prometheusForms),
      ...queryProblems(source, ["objectives", i, "prometheus"], prometheus ?? {}, client ?? {}),
    ]),
    ...thresholds.flatMap(({ expr, below, above }, i) => {
      const at: Path = ["thresholds", i];
      const broken = expr === undefined ? [] : exprProblems(source, [...at, "expr"], expr);
      if ((below === undefined) !== (above === undefined)) return broken;
      return [...broken, source.problemAt(at, "a threshold has either `below` or `above`; give one of the two")];
    }),
  ];
}

function twice(source: YamlSource, list: string, all: readonly { readonly name?: string | undefined }[]): Problem[] {
  return all.flatMap(({ name }, i) =>
    name !== undefined && all.findIndex((one) => one.name === name) < i
      ? [source.problemAt([list, i, "name"], `\`${name}\` stands above already; names tell them apart`)]
      : [],
  );
}

type Mapping = Readonly<Record<string, unknown>>;

function oneForm(source: YamlSource, path: Path, given: Mapping | undefined, forms: typeof clientForms): Problem[] {
  if (given === undefined) return [];
  const known = new Set(forms.keys.flatMap((keys) => keys.split("+")));
  const keys = Object.keys(given).filter((key) => known.has(key));
  // One that is mistyped has its own complaint, which says what is known.
  if (keys.length === 0 && Object.keys(given).length > 0) return [];
  if (forms.keys.some((form) => form.split("+").toSorted().join("+") === keys.toSorted().join("+"))) return [];
  return [source.problemAt(path, `expected one of ${forms.said}, got ${keys.join(" and ") || "nothing"}`)];
}

function queryProblems(source: YamlSource, at: Path, query: Mapping, client: Mapping): Problem[] {
  const broken = ["ratio", "good", "total", "buckets"].flatMap((key) => {
    const expr = query[key];
    return typeof expr === "string" ? exprProblems(source, [...at, key], expr) : [];
  });
  const strange = "buckets" in query && Object.keys(client).length > 0 && !("latency-ms" in client);
  if (!strange) return broken;
  const message = "`buckets` go with `latency-ms`; give `good` and `total`";
  return [...broken, source.problemAt([...at, "buckets"], message, { key: true })];
}

function exprProblems(source: YamlSource, path: Path, expr: string): Problem[] {
  // The schema has said so.
  if (expr === "") return [];
  // A duration of the same length, so that what is wrong has its place.
  const parsed = parseExpr(expr.replaceAll(windowPlaceholder, "000000060s"));
  return parsed.problems.map(({ offset, message }) => source.problemIn(path, offset, `not valid PromQL: ${message}`));
}
