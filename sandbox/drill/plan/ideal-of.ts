import type { Surroundings } from "../../fault/fault.ts";
import { faultOf } from "../../fault/faults.ts";
import { selectors } from "../../rules/promql.ts";
import type { Rule } from "../../rules/rule-file.ts";
import { withEvaluationMarker } from "../../services/evaluation-marker.ts";
import type { Drill } from "../drill.ts";
import type { Fixtures } from "../read/fixtures.ts";
import type { Plan } from "./plan.ts";
import { metricsRead } from "./readings.ts";
import { placesOf, ruleFileName } from "./scaled-rules.ts";

interface Known {
  readonly tested: readonly Rule[];
  readonly surroundings: Surroundings;
  readonly windowMs: number;
  readonly holdMs: number;
  /** Between two scrapes or evaluations, of whatever comes most often. */
  readonly fastestMs: number;
  readonly route: { readonly groupWaitMs: number; readonly groupIntervalMs: number };
}

/** What goes through virtual time, or why nothing does. */
export function idealOf(drill: Drill, { rules }: Fixtures, known: Known): Plan["ideal"] {
  const { tested, surroundings, windowMs, holdMs, route } = known;
  if (drill.alert === undefined) return { why: "no alert is under test" };
  if (!drill.fault) return { why: "there is no fault" };
  const series = faultOf(drill.fault).predict(surroundings);
  if (!series && drill.fault.kind === "surge")
    return { why: "what the service makes of a surge is for the drill to find out" };
  if (!series) return { why: `the fault ${drill.fault.kind} says nothing of its ideal signal with these parameters` };
  const foreign = tested
    .flatMap((rule) => metricsRead(rule, rules))
    .filter((metric) => !series.some((one) => one.metric === metric));
  if (foreign.length > 0)
    return { why: `the fault ${drill.fault.kind} says nothing of ${[...new Set(foreign)].join(", ")}` };
  const own = new Set(tested);
  const files = [...rules.entries()].flatMap(([index, file]) =>
    tested.some((rule) => rule.file === file.file)
      ? [[ruleFileName(index), withEvaluationMarker(file.text, placesOf(file, own))] as const]
      : [],
  );
  return {
    alert: drill.alert,
    ruleFiles: Object.fromEntries(files),
    series,
    windowMs,
    holdMs,
    stepMs: stepMsOf(known),
    groupWaitMs: route.groupWaitMs,
    groupIntervalMs: route.groupIntervalMs,
  };
}

/**
 * Finer than anything that can be seen of it, and a fifth of the seconds make a twenty-fifth of the work. The work grows with
 * the square of the longest window, so that hours are looked at more coarsely; the shortest still holds ten samples.
 */
function stepMsOf({ tested, windowMs, fastestMs }: Known): number {
  const ranges = tested.flatMap((rule) =>
    selectors(rule.expr).flatMap(({ rangeMs = 0 }) => (rangeMs > 0 ? rangeMs : [])),
  );
  const coarse = Math.min(windowMs / 720, ...ranges.map((rangeMs) => rangeMs / 10));
  return Math.max(1, Math.floor(Math.max(fastestMs / 3, coarse) / 1000)) * 1000;
}
