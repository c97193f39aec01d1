import { z } from "zod";
import { parseDuration } from "../sandbox/rules/duration.ts";
import type { Duration } from "../sandbox/rules/duration.ts";
import { durationLike, validate } from "../sandbox/rules/validate.ts";
import type { Validated } from "../sandbox/rules/validate.ts";
import { readYaml } from "../sandbox/rules/yaml-source.ts";
import { objectiveProblems, windowPlaceholder } from "./objective-problems.ts";

/** What makes a request a good one, as the client sees it. One that was never answered is good in no way. */
export type ClientSide =
  /** It was answered, with whatever status. */
  | { readonly answered: true }
  /** It was answered as the profile expects: by its `expect`, and where it has none with a status below 400. */
  | { readonly "as-expected": true }
  /** It was answered with a lower status. */
  | { readonly "status-below": number }
  /** It was answered, with whatever status, so soon after it was meant to start. */
  | { readonly "latency-ms": number };

/** How to ask Prometheus for the same. Each is PromQL with `{{window}}` in place of the run's length, but for `slo`. */
export type PrometheusQuery =
  /** As the SLO of that name in `fixtures/slo/` says. */
  | { readonly slo: string }
  /** A share between 0 and 1, of one look each scrape: `avg_over_time(up[{{window}}])`. */
  | { readonly ratio: string }
  /** How many requests were good, of how many: counts, since certainty comes from their number, and a rate has none. */
  | { readonly good: string; readonly total: string }
  /** The buckets of a histogram, by `le`: `sum by (le) (increase(x_bucket[{{window}}]))`. */
  | { readonly buckets: string };

export interface Objective {
  readonly name: string;
  /** The share of requests that must be good: 0.999. */
  readonly objective: number;
  readonly client: ClientSide;
  readonly prometheus?: PrometheusQuery;
}

/** Each value that the expression gives has to be below, or above. */
export interface Threshold {
  readonly name: string;
  readonly expr: string;
  readonly below?: number;
  readonly above?: number;
}

/** What is expected of a service under load. */
export interface Objectives {
  /** How long the error budget is for; default 30d. */
  readonly period: Duration;
  readonly objectives: readonly Objective[];
  readonly thresholds: readonly Threshold[];
}

const promql = z.string("expected a PromQL expression").min(1, "expected a PromQL expression");
const ratio = "expected a share above 0 and below 1, such as 0.999";

const schema = z.strictObject({
  period: durationLike("30d").default("30d"),
  objectives: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        objective: z.number(ratio).gt(0, ratio).lt(1, ratio),
        client: z.strictObject({
          answered: z.literal(true, "expected true").optional(),
          "as-expected": z.literal(true, "expected true").optional(),
          "status-below": z.int("expected a status such as 500").min(101).max(600).optional(),
          "latency-ms": z.number("expected milliseconds").positive("expected milliseconds, above 0").optional(),
        }),
        prometheus: z
          .strictObject({
            slo: z.string("expected the name of an SLO").min(1).optional(),
            ratio: promql.optional(),
            good: promql.optional(),
            total: promql.optional(),
            buckets: promql.optional(),
          })
          .optional(),
      }),
    )
    .default([]),
  thresholds: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        expr: promql,
        below: z.number().optional(),
        above: z.number().optional(),
      }),
    )
    .default([]),
});

/** From the text of a file, `file` being its name in what is wrong with it: PromQL too, with its place. */
export function readObjectives(file: string, text: string): Validated<Objectives> {
  const source = readYaml(file, text);
  const { value, problems } = validate(source, schema);
  const all = source.problems.length > 0 ? problems : [...problems, ...objectiveProblems(source)];
  return { value: all.length > 0 ? undefined : (value as Objectives | undefined), problems: all };
}

/** Of a `{{window}}` of so many seconds; what Prometheus is asked. */
export function overWindow(expr: string, seconds: number): string {
  return expr.replaceAll(windowPlaceholder, `${Math.max(1, Math.round(seconds * 1000))}ms`);
}

/** Milliseconds of the period. */
export function periodMs({ period }: Objectives): number {
  return parseDuration(period) ?? 0;
}
