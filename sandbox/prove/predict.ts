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
  /** Between two samples, and two evaluations; as exact are the answers, and as dear. A second where it is not given. */
  readonly stepMs?: number;
}

/**
 * In production seconds; pending, firing and delivered from the fault's onset, resolved and notice from when it is lifted.
 * Null: never. Below zero: before the fault.
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
  const [predicted] = await predictAll([drill], promtool);
  if (predicted instanceof FiredrillError) throw predicted;
  return predicted as Prediction;
}

/** Of many drills, in two runs of promtool: starting it costs more than most evaluations. In order; an error stands for one drill alone. */
export async function predictAll(
  drills: readonly IdealDrill[],
  promtool: RunTool,
): Promise<readonly (Prediction | FiredrillError)[]> {
  const firsts = await transitions(
    drills.map((drill) => [drill, comingOf(drill)]),
    promtool,
  );
  const fired = drills.flatMap((drill, i): Trial[] => {
    const first = firsts[i];
    if (drill.phases || !first || first instanceof FiredrillError || first.firing === null) return [];
    return [[drill, [...untilDelivered(drill, first.firing), after(drill)]]];
  });
  const wholes = await transitions(fired, promtool);
  const wholeOf = new Map(fired.map(([drill], i) => [drill, wholes[i]]));
  return drills.map((drill, i) => {
    const first = firsts[i];
    if (!first || first instanceof FiredrillError) return first ?? unanswered(drill, "");
    const whole = wholeOf.get(drill) ?? first;
    return whole instanceof FiredrillError ? whole : predictionOf(drill, first, whole);
  });
}

/** What is in a window when the fault is lifted may still fire. */
function after({ windowMs, holdMs }: IdealDrill): Phase {
  return { ms: windowMs + holdMs + marginMs, fault: false };
}

function comingOf(drill: IdealDrill): readonly Phase[] {
  if (drill.phases) return [...drill.phases, after(drill)];
  return [{ ms: 2 * (drill.windowMs + drill.holdMs) + marginMs, fault: true }];
}

function untilDelivered({ groupWaitMs }: IdealDrill, firing: number): readonly Phase[] {
  // One that fires all the while has been delivered before the fault; a fault that lasts no time is none.
  return [{ ms: Math.max(1, Math.ceil(firing + groupWaitMs / 1000)) * 1000, fault: true }];
}

/** From what happens while the fault stays, and what happens in the whole. */
function predictionOf(drill: IdealDrill, first: Transitions, whole: Transitions): Prediction {
  const delivered = first.firing === null ? null : first.firing + drill.groupWaitMs / 1000;
  const never = { pending: first.pending, firing: first.firing, delivered, resolved: null, notice: null };
  if (delivered === null || first.firing === null) return never;
  const phases = drill.phases ?? untilDelivered(drill, first.firing);
  const lifted = total(phases.slice(0, 1 + phases.findLastIndex((phase) => phase.fault))) / 1000;
  if (whole.firedUntil === null || whole.firedUntil >= (total(phases) + after(drill).ms) / 1000) return never;
  // Alertmanager tells of changes at the ticks of the group's interval, counted from its first notification.
  const ticks = Math.max(1, Math.ceil(((whole.firedUntil - delivered) * 1000) / drill.groupIntervalMs));
  const notice = delivered + (ticks * drill.groupIntervalMs) / 1000;
  return { ...never, resolved: whole.firedUntil - lifted, notice: notice - lifted };
}

type Trial = readonly [drill: IdealDrill, phases: readonly Phase[]];

interface Transitions {
  readonly pending: number | null;
  readonly firing: number | null;
  /** The first evaluation at which it no longer fires. */
  readonly firedUntil: number | null;
}

/** In order; one that promtool could not evaluate has its error. */
async function transitions(
  trials: readonly Trial[],
  promtool: RunTool,
): Promise<readonly (Transitions | FiredrillError)[]> {
  if (trials.length === 0) return [];
  const tests = trials.map(([drill, phases], i) => testOf(drill, phases, i));
  const files = Object.assign({}, ...tests.map(({ files: own }) => own)) as Readonly<Record<string, string>>;
  const run = await promtool((path) => ["test", "rules", ...tests.map(({ name }) => path(name))], files);
  return trials.map(([drill], i) => {
    const test = tests[i];
    return (test && transitionsOf(test, run.output)) ?? unanswered(drill, run.output);
  });
}

function unanswered({ alert }: IdealDrill, output: string): FiredrillError {
  return new FiredrillError("service-failed", `promtool could not evaluate the ideal signal of ${alert}:\n${output}`);
}

interface Test {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly queries: Readonly<Record<"ran" | "pending" | "firing" | "last", string>>;
  /** Seconds of healthy history before the first phase, and between two evaluations. */
  readonly history: number;
  readonly step: number;
}

/**
 * promtool asserts and does not answer: each query expects nothing, and what it got instead is the answer. It does not
 * say which file that was in, so the number of the trial is part of each query.
 */
function testOf(drill: IdealDrill, phases: readonly Phase[], trial: number): Test {
  const history: Phase = { ms: drill.windowMs + marginMs, fault: false };
  const spanMs = history.ms + total(phases);
  const stepMs = Math.max(drill.stepMs ?? 1000, Math.ceil(spanMs / 8_000 / 1000) * 1000);
  const step = stepMs / 1000;
  const end = Math.floor(spanMs / stepMs) * step;
  // Until the windows are full, what they say is of the beginning of time, not of the service.
  const seen = end - drill.windowMs / 1000;
  const when = (fold: "min" | "max", state: string): string =>
    `${fold}(${fold}_over_time(timestamp(ALERTS{alertname=${JSON.stringify(drill.alert)},alertstate="${state}"})[${seen}s:${step}s])) + 0 * ${trial}`;
  const queries = {
    ran: `vector(1) + 0 * ${trial}`,
    pending: when("min", "pending"),
    firing: when("min", "firing"),
    last: when("max", "firing"),
  };
  const rules = Object.entries(drill.ruleFiles).map(([file, text]) => [`${trial}-${file}`, text] as const);
  const name = `${trial}-ideal.test.yml`;
  const test = stringify({
    rule_files: rules.map(([file]) => file),
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
  return { name, files: { ...Object.fromEntries(rules), [name]: test }, queries, history: history.ms / 1000, step };
}

/** Undefined where promtool did not come to evaluate it. */
function transitionsOf({ queries, history, step }: Test, said: string): Transitions | undefined {
  const got = answers(said, Object.values(queries));
  if (!got.has(queries.ran)) return undefined;
  const since = (query: string): number | null => {
    const at = got.get(query);
    return at === undefined ? null : at - history;
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
