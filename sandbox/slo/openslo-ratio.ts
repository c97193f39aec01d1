import { z } from "zod";
import type { Problem } from "../errors.ts";
import { selectors } from "../rules/promql.ts";
import type { Path, YamlSource } from "../rules/yaml-source.ts";
import type { Buckets } from "../rules/buckets.ts";
import { checkQuery } from "./indicator.ts";
import { hasWindow } from "./query.ts";
import type { Sli } from "./slo.ts";

export interface ReadIndicator {
  /** Undefined where anything is wrong with it. */
  readonly sli: Sli | undefined;
  readonly problems: readonly Problem[];
  readonly notes: readonly Problem[];
}

const metric = z.looseObject({
  metricSource: z.looseObject({ type: z.string().optional(), spec: z.looseObject({ query: z.string().min(1) }) }),
});
const ratio = z.looseObject({
  counter: z.boolean().optional(),
  good: metric.optional(),
  bad: metric.optional(),
  total: metric.optional(),
  raw: metric.optional(),
  rawType: z.enum(["success", "failure"]).optional(),
});

const wanted = "expected `ratioMetric` with `total` and one of `good` and `bad`, or with `raw` and `rawType`";

/** The indicator whose `spec` stands at a path. A threshold of values is no share of events: that is refused. */
export function readRatio(source: YamlSource, path: Path, buckets: Buckets | undefined): ReadIndicator {
  const bad = (...problems: Problem[]): ReadIndicator => ({ sli: undefined, problems, notes: [] });
  const spec = path.reduce<unknown>(
    (inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step],
    source.value,
  );
  const read = z
    .looseObject({ ratioMetric: z.unknown().optional(), thresholdMetric: z.unknown().optional() })
    .safeParse(spec).data;
  if (read?.thresholdMetric !== undefined)
    return bad(
      source.problemAt(
        [...path, "thresholdMetric"],
        "a threshold of values is no share of events, and only such a share has an error budget that burns; write it as `ratioMetric`, such as the requests in a histogram's bucket of all requests",
        { key: true },
      ),
    );
  if (read?.ratioMetric === undefined) return bad(source.problemAt(path, wanted, { key: true }));
  const at = [...path, "ratioMetric"];
  const found = ratio.safeParse(read.ratioMetric);
  if (!found.success)
    return bad(
      ...found.error.issues.map(({ path: inside, message }) =>
        source.problemAt(
          [...at, ...(inside as (string | number)[])],
          message.startsWith("expected") ? message : `${wanted}: ${inside.join(".")} is not right`,
        ),
      ),
    );
  return sliOf(source, at, found.data, buckets);
}

type Ratio = z.infer<typeof ratio>;
type Part = "good" | "bad" | "total" | "raw";

function sliOf(source: YamlSource, at: Path, given: Ratio, buckets: Buckets | undefined): ReadIndicator {
  const { good, bad, total, raw, rawType, counter = false } = given;
  const counted = total && (good === undefined) !== (bad === undefined) && !raw;
  if (!counted && !(raw && !total && !good && !bad && rawType))
    return { sli: undefined, problems: [source.problemAt(at, wanted, { key: true })], notes: [] };
  const problems: Problem[] = [];
  const notes: Problem[] = [];
  const query = (part: Part): string => {
    const asked = given[part]?.metricSource;
    const path = [...at, part, "metricSource"];
    const { type } = asked ?? {};
    if (type !== undefined && !["prometheus", "sloth"].includes(type.toLowerCase()))
      problems.push(
        source.problemAt([...path, "type"], `\`${type}\` is asked in a language of its own; expected \`Prometheus\``),
      );
    const text = asked?.spec.query ?? "";
    const windowed = overWindow(text, part === "raw" ? "raw" : counter ? "counter" : "number");
    if (windowed === undefined) {
      problems.push(
        source.problemAt(
          [...path, "spec", "query"],
          'nothing says over which window; expected a selector of series, such as http_requests_total{job="api"}, or `{{.window}}` where the window goes',
        ),
      );
      return "";
    }
    const found = checkQuery(source, [...path, "spec", "query"], text, buckets, "any");
    problems.push(...found.problems);
    notes.push(...found.notes);
    return windowed;
  };
  const sli = ((): Sli => {
    if (!counted) {
      const value = query("raw");
      return { kind: "raw", errorRatio: rawType === "failure" ? value : `1 - (${value})` };
    }
    const all = query("total");
    // A series of good or bad events need not be there before the first: without one there were none.
    const of = (part: "good" | "bad"): string => `(${query(part)}) or 0 * (${all})`;
    return { kind: "events", error: bad ? of("bad") : `(${all}) - (${of("good")})`, total: all };
  })();
  return { sli: problems.length > 0 ? undefined : sli, problems, notes };
}

/** A selector alone is summed over the window, as what it is; a query that says its window stays as it is. */
function overWindow(query: string, what: "counter" | "number" | "raw"): string | undefined {
  if (hasWindow(query)) return query.trim();
  const [only, ...more] = selectors(query);
  if (!only || more.length > 0 || only.text !== query.trim()) return undefined;
  const ranged = `${only.text}[{{.window}}]`;
  if (what === "raw") return `avg(avg_over_time(${ranged}))`;
  return what === "counter" ? `sum(rate(${ranged}))` : `sum(sum_over_time(${ranged}))`;
}
