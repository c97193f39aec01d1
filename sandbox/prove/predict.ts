import { stringify } from "yaml";
import { FiredrillError } from "../errors.ts";
import { notation, seriesText } from "./ideal.ts";
import type { IdealSeries, Phase } from "./ideal.ts";
import type { RunTool } from "./promtool.ts";

/** What is put through virtual time; all times in production milliseconds. */
export interface IdealDrill {
  readonly alert: string;
  /** Rule files as they are in production, with the alert and all that it depends on. */
  readonly ruleFiles: Readonly<Record<string, string>>;
  readonly series: readonly IdealSeries[];
  /** The longest window of those rules: healthy history before, and time to empty after. */
  readonly windowMs: number;
  /** `for` and `keep_firing_for` of the alert, together. */
  readonly holdMs: number;
  /** Of the alert's route. */
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  /** How the fault comes and goes, from its onset; undefined: it stays until the notification went out. */
  readonly phases?: readonly Phase[];
}

/**
 * In production seconds; pending, firing and delivered from the fault's onset, resolved and notice from when it is lifted.
 * Null: never.
 */
export interface Prediction {
  readonly pending: number | null;
  readonly firing: number | null;
  readonly delivered: number | null;
  readonly resolved: number | null;
  readonly notice: number | null;
}

/** After a window and a hold nothing changes any more; so long is looked on to be sure. */
const marginMs = 120_000;

/** The earliest that anything can happen: an ideal signal through the original rules, evaluated by promtool every second. */
export async function predict(drill: IdealDrill, promtool: RunTool): Promise<Prediction> {
  // What is in a window when the fault is lifted may still fire.
  const after: Phase = { ms: drill.windowMs + drill.holdMs + marginMs, fault: false };
  const coming = drill.phases
    ? [...drill.phases, after]
    : [{ ms: 2 * (drill.windowMs + drill.holdMs) + marginMs, fault: true }];
  const first = await transitions(drill, coming, promtool);
  const wait = drill.groupWaitMs / 1000;
  const delivered = first.firing === null ? null : first.firing + wait;
  const never = { pending: first.pending, firing: first.firing, delivered, resolved: null, notice: null };
  if (delivered === null) return never;
  const phases: readonly Phase[] = drill.phases ?? [{ ms: Math.ceil(delivered) * 1000, fault: true }];
  const whole = drill.phases ? first : await transitions(drill, [...phases, after], promtool);
  const lifted = total(phases.slice(0, 1 + phases.findLastIndex((phase) => phase.fault))) / 1000;
  if (whole.firedUntil === null || whole.firedUntil >= (total(phases) + after.ms) / 1000) return never;
  // Alertmanager tells of changes at the ticks of the group's interval, counted from its first notification.
  const ticks = Math.max(1, Math.ceil(((whole.firedUntil - delivered) * 1000) / drill.groupIntervalMs));
  const notice = delivered + (ticks * drill.groupIntervalMs) / 1000;
  return { ...never, resolved: whole.firedUntil - lifted, notice: notice - lifted };
}

interface Transitions {
  readonly pending: number | null;
  readonly firing: number | null;
  /** The first evaluation at which it no longer fires. */
  readonly firedUntil: number | null;
}

async function transitions(drill: IdealDrill, phases: readonly Phase[], promtool: RunTool): Promise<Transitions> {
  const history: Phase = { ms: drill.windowMs + marginMs, fault: false };
  const spanMs = history.ms + total(phases);
  const stepMs = Math.max(1000, Math.ceil(spanMs / 8_000 / 1000) * 1000);
  const step = stepMs / 1000;
  const end = Math.floor(spanMs / stepMs) * step;
  const when = (fold: "min" | "max", state: string): string =>
    `${fold}(${fold}_over_time(timestamp(ALERTS{alertname=${JSON.stringify(drill.alert)},alertstate="${state}"})[${end}s:${step}s]))`;
  // promtool asserts and does not answer: each query expects nothing, and what it got instead is the answer.
  const queries = { pending: when("min", "pending"), firing: when("min", "firing"), last: when("max", "firing") };
  const test = stringify({
    rule_files: Object.keys(drill.ruleFiles),
    evaluation_interval: `${step}s`,
    tests: [
      {
        interval: `${step}s`,
        input_series: drill.series.map((series) => ({
          series: seriesText(series.metric, series.labels),
          values: notation(series, [history, ...phases], stepMs),
        })),
        promql_expr_test: Object.values(queries).map((expr) => ({ expr, eval_time: `${end}s`, exp_samples: [] })),
      },
    ],
  });
  const run = await promtool((path) => ["test", "rules", path("ideal.test.yml")], {
    ...drill.ruleFiles,
    "ideal.test.yml": test,
  });
  const got = answers(run.output, Object.values(queries));
  if (run.exitCode !== 0 && got.size === 0) {
    throw new FiredrillError(
      "service-failed",
      `promtool could not evaluate the ideal signal of ${drill.alert}:\n${run.output}`,
    );
  }
  const since = (query: string): number | null => {
    const at = got.get(query);
    return at === undefined ? null : at - history.ms / 1000;
  };
  const last = since(queries.last);
  const firing = since(queries.firing);
  return {
    // An alert without `for` is never pending; it counts as pending from the moment that it fires.
    pending: since(queries.pending) ?? firing,
    firing,
    firedUntil: last === null ? null : last + step,
  };
}

/** What promtool got for each query, by the query's text. */
function answers(output: string, queries: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const query of queries) {
    const at = output.indexOf(JSON.stringify(query));
    const got = at < 0 ? null : /got:\s*"?\{\}\s+([-+.\dEe]+)/.exec(output.slice(at));
    if (got) found.set(query, Number(got[1]));
  }
  return found;
}

function total(phases: readonly Phase[]): number {
  return phases.reduce((sum, phase) => sum + phase.ms, 0);
}
