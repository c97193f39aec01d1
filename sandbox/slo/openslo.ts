import { z } from "zod";
import type { Problem } from "../errors.ts";
import { parseDuration } from "../rules/duration.ts";
import { suggestion } from "../rules/nearest.ts";
import { validate } from "../rules/validate.ts";
import type { Path, YamlSource } from "../rules/yaml-source.ts";
import type { Buckets } from "../rules/buckets.ts";
import { readRatio } from "./openslo-ratio.ts";
import type { ReadIndicator } from "./openslo-ratio.ts";
import { nameRule, objectiveProblem } from "./parts.ts";
import { reachOf } from "./reach.ts";
import type { FoundSlo, ReadDocument } from "./read-slos.ts";
import type { Slo, SloAlert } from "./slo.ts";

/** Where an indicator's `spec` stands: in an objective, or in a document of its own. */
interface Indicator {
  readonly source: YamlSource;
  readonly path: Path;
}

/** By name. */
type Indicators = ReadonlyMap<string, Indicator>;

const named = z.looseObject({
  name: z
    .string("expected a name")
    .regex(nameRule, "expected letters, digits, `.`, `_` and `-`, a letter or digit at either end"),
});
const objective = z.looseObject({ target: z.number().optional(), targetPercent: z.number().optional() });
const schema = z.looseObject({
  kind: z.literal("SLO"),
  metadata: named,
  spec: z.looseObject({
    service: z.string("expected the service's name").regex(nameRule, "expected letters, digits, `.`, `_` and `-`"),
    indicator: z.looseObject({ spec: z.looseObject({}) }).optional(),
    indicatorRef: z.string().optional(),
    timeWindow: z
      .array(z.looseObject({ duration: z.string().optional(), isRolling: z.boolean().optional() }))
      .max(1, "expected one time window")
      .optional(),
    budgetingMethod: z.string("expected `Occurrences`"),
    objectives: z.array(objective).min(1, "expected at least one objective"),
  }),
});

/** Kinds that say nothing of rules. */
const otherKinds = ["SLI", "DataSource", "Service", "AlertPolicy", "AlertCondition", "AlertNotificationTarget"];

/** The indicators that stand in documents of their own. */
export function indicatorsOf(sources: readonly YamlSource[]): Indicators {
  const one = z.looseObject({
    apiVersion: z.literal("openslo/v1"),
    kind: z.literal("SLI"),
    metadata: z.looseObject({ name: z.string() }),
  });
  return new Map(
    sources.flatMap((source) => {
      const read = one.safeParse(source.value);
      return read.success ? [[read.data.metadata.name, { source, path: ["spec"] }] as const] : [];
    }),
  );
}

/** Reads one document of OpenSLO v1; only those of the kind `SLO` become anything. */
export function readOpenSlo(
  source: YamlSource,
  given: { readonly periodMs: number; readonly buckets: Buckets | undefined; readonly indicators: Indicators },
): ReadDocument {
  const kind = (source.value as Readonly<Record<string, unknown>>)["kind"];
  if (typeof kind === "string" && otherKinds.includes(kind)) return { found: [], problems: [], notes: [] };
  if (kind !== "SLO")
    return {
      found: [],
      problems: [
        source.problemAt(
          ["kind"],
          `unknown kind \`${String(kind)}\`${suggestion(String(kind), ["SLO", ...otherKinds])}`,
        ),
      ],
      notes: [],
    };
  const { value, problems } = validate(source, schema);
  if (!value) return { found: [], problems, notes: [] };
  const { spec } = value;
  const all: Problem[] = [];
  const notes: Problem[] = [];
  if (spec.budgetingMethod !== "Occurrences")
    all.push(
      source.problemAt(
        ["spec", "budgetingMethod"],
        `\`${spec.budgetingMethod}\` counts slices of time, and burn rates are of events; expected \`Occurrences\``,
      ),
    );
  const window = periodOf(source, spec.timeWindow?.[0], given.periodMs);
  all.push(...window.problems);
  const indicator = indicatorOf(source, spec, given.indicators, given.buckets);
  all.push(...indicator.problems);
  notes.push(...indicator.notes);
  if (spec["alertPolicies"] !== undefined)
    notes.push(
      source.problemAt(
        ["spec", "alertPolicies"],
        "alert policies are not read: every objective gets a page and a ticket by burn rate",
        { key: true },
      ),
    );
  const found = spec.objectives.flatMap((one, index): FoundSlo[] => {
    const read = percentOf(source, one, index);
    all.push(...read.problems);
    if (read.percent === undefined || !indicator.sli) return [];
    const name = `${value.metadata.name}-${index}`;
    const id = `${spec.service}-${name}`;
    const slo: Slo = {
      id,
      service: spec.service,
      name,
      objective: read.percent,
      periodMs: window.periodMs,
      labels: {},
      sli: indicator.sli,
      ...alertsOf(id, { objective: read.percent, periodMs: window.periodMs }),
      spec: "openslo/v1",
    };
    for (const severity of ["page", "ticket"] as const)
      for (const never of reachOf(slo, severity).never)
        notes.push(source.problemAt(["spec", "objectives", index], never));
    return [{ slo, nameAt: source.problemAt(["metadata", "name"], "") }];
  });
  return { found: all.length > 0 ? [] : found, problems: all, notes };
}

/** `checkout-errors-0` → `CheckoutErrors0BurnRate`. One that could never fire is left out. */
function alertsOf(id: string, slo: Pick<Slo, "objective" | "periodMs">): Pick<Slo, "page" | "ticket"> {
  const name = `${id.replaceAll(/(?:^|[-._])([A-Za-z0-9])/g, (_, first: string) => first.toUpperCase())}BurnRate`;
  const alert: SloAlert = { name, labels: {}, annotations: {} };
  const of = (severity: "page" | "ticket"): SloAlert | null => (reachOf(slo, severity).hopeless ? null : alert);
  return { page: of("page"), ticket: of("ticket") };
}

const days = 86_400_000;

function periodOf(
  source: YamlSource,
  window: { readonly duration?: string | undefined; readonly isRolling?: boolean | undefined } | undefined,
  preset: number,
): { readonly periodMs: number; readonly problems: readonly Problem[] } {
  const path: Path = ["spec", "timeWindow", 0];
  if (!window) return { periodMs: preset, problems: [] };
  if (window.isRolling !== true || "calendar" in window)
    return {
      periodMs: preset,
      problems: [source.problemAt(path, "a time window by the calendar is not generated; expected `isRolling: true`")],
    };
  const periodMs = parseDuration(window.duration ?? "");
  if (periodMs === 30 * days || periodMs === 28 * days) return { periodMs, problems: [] };
  const message = `expected \`30d\` or \`28d\` (\`4w\`), got \`${window.duration ?? "nothing"}\``;
  return { periodMs: preset, problems: [source.problemAt([...path, "duration"], message)] };
}

function indicatorOf(
  source: YamlSource,
  spec: { readonly indicator?: unknown; readonly indicatorRef?: string | undefined },
  indicators: Indicators,
  buckets: Buckets | undefined,
): ReadIndicator {
  const { indicator, indicatorRef } = spec;
  const none = (problem: Problem): ReadIndicator => ({ sli: undefined, problems: [problem], notes: [] });
  if ((indicator === undefined) === (indicatorRef === undefined))
    return none(
      source.problemAt(
        ["spec"],
        `expected either \`indicator\` or \`indicatorRef\`, got ${indicator === undefined ? "neither" : "both"}`,
        { key: true },
      ),
    );
  if (indicatorRef === undefined) return readRatio(source, ["spec", "indicator", "spec"], buckets);
  const found = indicators.get(indicatorRef);
  if (!found)
    return none(
      source.problemAt(
        ["spec", "indicatorRef"],
        `no SLI \`${indicatorRef}\` stands in these files${suggestion(indicatorRef, indicators.keys())}`,
      ),
    );
  return readRatio(found.source, found.path, buckets);
}

function percentOf(
  source: YamlSource,
  { target, targetPercent }: z.infer<typeof objective>,
  index: number,
): { readonly percent: number | undefined; readonly problems: readonly Problem[] } {
  const path: Path = ["spec", "objectives", index];
  const bad = (at: Path, message: string): ReturnType<typeof percentOf> => ({
    percent: undefined,
    problems: [source.problemAt(at, message)],
  });
  if (target !== undefined && targetPercent !== undefined)
    return bad([...path, "targetPercent"], "`target` and `targetPercent` exclude each other; keep one");
  if (targetPercent !== undefined) {
    const wrong = objectiveProblem(targetPercent, "percent");
    return wrong === undefined ? { percent: targetPercent, problems: [] } : bad([...path, "targetPercent"], wrong);
  }
  if (target === undefined) return bad(path, "expected `target: 0.999` or `targetPercent: 99.9`");
  const wrong = objectiveProblem(target, "ratio");
  // 0.999 × 100 has a fifteenth digit that nobody wrote.
  return wrong === undefined
    ? { percent: Number((target * 100).toPrecision(12)), problems: [] }
    : bad([...path, "target"], wrong);
}
