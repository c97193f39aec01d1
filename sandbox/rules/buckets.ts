import { z } from "zod";
import type { Problem } from "../errors.ts";
import type { ExprProblem } from "./promql-problem.ts";
import { selectors } from "./promql.ts";
import type { Matcher } from "./promql.ts";
import { validate } from "./validate.ts";
import { readYaml } from "./yaml-source.ts";

/** The upper bounds of each histogram's buckets, `+Inf` left out, by the histogram's name. */
export type Buckets = ReadonlyMap<string, readonly number[]>;

const schema = z.strictObject({
  buckets: z.record(z.string(), z.array(z.number("expected a number")).min(1, "expected at least one bucket")),
});

/** Reads a `buckets.yml`: under `buckets`, each histogram with the upper bounds that it is exported with. */
export function readBuckets(
  file: string,
  text: string,
): { readonly buckets: Buckets; readonly problems: readonly Problem[] } {
  const { value, problems } = validate(readYaml(file, text), schema);
  return { buckets: new Map(Object.entries(value?.buckets ?? {})), problems };
}

/** What selectors of a query ask of histograms that these have no bucket for; and what only some versions would find. */
export interface BucketDoubts {
  readonly problems: readonly ExprProblem[];
  readonly notes: readonly ExprProblem[];
}

/** Of histograms that are not known nothing is said. `query`: with some window put in. Pure. */
export function bucketDoubts(query: string, buckets: Buckets): BucketDoubts {
  const problems: ExprProblem[] = [];
  const notes: ExprProblem[] = [];
  for (const { metric, matchers, offset } of selectors(query)) {
    const bounds = metric?.endsWith("_bucket") ? buckets.get(metric.slice(0, -"_bucket".length)) : undefined;
    const le = matchers.find((matcher) => matcher.label === "le");
    if (metric === undefined || !bounds || !le) continue;
    const matched = bounds.filter((bound) => writings(bound).some((text) => matches(le, text)));
    if (matched.length === 0 && !matches(le, "+Inf"))
      problems.push({
        offset,
        message:
          `\`${metric}\` has no bucket that \`le${le.op}"${le.value}"\` selects, so the query never has a value` +
          `${nearestBound(le, bounds)}; there are ${bounds.join(", ")}`,
      });
    else if (le.op === "=" && matched.some((bound) => Number.isInteger(bound)))
      notes.push({
        offset,
        message:
          `Prometheus 3 stores the bucket \`${le.value}\` as ${JSON.stringify(otherWriting(le.value))}: what should ` +
          `find it in either version is \`le=~"${Number(le.value)}(\\\\.0)?"\``,
      });
  }
  return { problems, notes };
}

/** As an exporter may write a bound, and as Prometheus 3 stores it. */
function writings(bound: number): string[] {
  return Number.isInteger(bound) ? [String(bound), `${bound}.0`] : [String(bound)];
}

function otherWriting(text: string): string {
  return text.endsWith(".0") ? text.slice(0, -2) : `${text}.0`;
}

function matches({ op, value }: Matcher, text: string): boolean {
  if (op === "=" || op === "!=") return (text === value) === (op === "=");
  try {
    return new RegExp(`^(?:${value})$`).test(text) === (op === "=~");
  } catch {
    // What RE2 alone understands is taken for right.
    return true;
  }
}

function nearestBound({ op, value }: Matcher, bounds: readonly number[]): string {
  const wanted = Number(value);
  if (op !== "=" || Number.isNaN(wanted)) return "";
  const [nearest] = bounds.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted));
  return nearest === undefined ? "" : `; the nearest is \`le="${nearest}"\``;
}
