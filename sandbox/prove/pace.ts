import { stringify } from "yaml";
import { FiredrillError } from "../errors.ts";
import { formatDuration } from "../rules/duration.ts";
import { scaleExpr } from "../rules/scale-expr.ts";
import { scaleRuleFile } from "../rules/scale.ts";
import type { Signal, Signals } from "../rules/signals.ts";
import { type PaceSeries, type Playing, playSeries, slotMs, slots } from "./pace-series.ts";
import type { RunTool } from "./promtool.ts";

/** An expression, as the condition of an alert and as what a rule records. */
export interface PaceCase {
  readonly expr: string;
  readonly for?: string;
  readonly keepFiringFor?: string;
  /** Of its group. */
  readonly queryOffset?: string;
}

/** Series that are not played as the scaled rules take them to be: by another signal's law, or faster. */
export interface Wrong {
  readonly law?: (signal: Signal) => Signal;
  readonly hurry?: number;
}

export interface Trial extends Wrong {
  readonly k: number;
}

/** Of each trial, the cases (by their index) of which promtool says something else than of the original. */
export interface PaceReport {
  readonly differing: readonly ReadonlySet<number>[];
  /** Cases of which the original says the same all the time: they show nothing. */
  readonly idle: ReadonlySet<number>;
}

/**
 * Evaluates every case by promtool, at production's pace and at each trial's, with series that are played alike, and
 * compares when each alert pends and fires and what each rule records. The cases have to be scalable. Rejects
 * (`service-failed`) where promtool can't evaluate them.
 */
export async function comparePaces(
  cases: readonly PaceCase[],
  series: readonly PaceSeries[],
  signals: Signals,
  trials: readonly Trial[],
  promtool: RunTool,
): Promise<PaceReport> {
  const records = cases.map(({ expr }) => recordable(expr, signals));
  const first = await evaluate([playOf(ruleFile(cases, records, []), series, original, 0)], promtool);
  const thresholds = cases.map((one, i) => threshold(one, extremes(first[0]?.get(i)), signals));
  const rules = ruleFile(cases, records, thresholds);
  const plays = trials.map((trial, t) => {
    const { text, refused } = scaleRuleFile("rules.yml", rules, trial.k, signals, new Set(), { evaluationMs: slotMs });
    if (refused[0])
      throw new FiredrillError("input", `${refused[0].message}\n${refused[0].source}`, { problems: refused });
    // The scaled clock begins elsewhere, as a drill's does, on the same grid.
    const { k, law = original.law, hurry = 1 } = trial;
    return playOf(text, series, { k, law, hurry, lead: 2 * original.lead }, t + 1);
  });
  const [production, ...scaled] = await evaluate([playOf(rules, series, original, 0), ...plays], promtool);
  return {
    differing: scaled.map((answers) => {
      const differs = (_: PaceCase, i: number): boolean => !alike(production?.get(i), answers.get(i));
      return new Set(cases.flatMap((one, i) => (differs(one, i) ? [i] : [])));
    }),
    idle: new Set(cases.flatMap((_, i) => (changes(production?.get(i)) ? [] : [i]))),
  };
}

const tolerance = 1e-6;
const original: Playing = { k: 1, law: (signal) => signal, lead: 10, hurry: 1 };

/** A moment can't be recorded: then how many of them there are. */
function recordable(expr: string, signals: Signals): string {
  const around = { k: 60, signals, recorded: new Set<string>(), kind: "record", evaluationMs: slotMs } as const;
  return scaleExpr(expr, around).refused.length === 0 ? expr : `count by (job) (${expr})`;
}

/** Somewhere between the least and the most that it comes to, where it can be compared with a number. */
function threshold({ expr }: PaceCase, values: readonly number[], signals: Signals): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const compared = `(${expr}) > ${least + (most - least) * 0.370_712}`;
  const around = { k: 60, signals, recorded: new Set<string>(), kind: "alert", evaluationMs: slotMs } as const;
  // Where only the last bits differ, the next release of promtool may say otherwise as well.
  const useful = Number.isFinite(most - least) && most - least > tolerance * Math.max(1, Math.abs(most));
  return useful && scaleExpr(compared, around).refused.length === 0 ? compared : expr;
}

/** Two rules of each case; groups by their query offset. Without conditions there are no alerts yet. */
function ruleFile(cases: readonly PaceCase[], records: readonly string[], conditions: readonly string[]): string {
  const offsets = [...new Set(cases.map(({ queryOffset }) => queryOffset))];
  return stringify({
    groups: offsets.map((offset) => ({
      name: `offset ${offset}`,
      ...(offset === undefined ? {} : { query_offset: offset }),
      rules: cases.flatMap((one, i) => {
        if (one.queryOffset !== offset) return [];
        const record = { record: "value", expr: records[i], labels: { case: String(i) } };
        if (conditions[i] === undefined) return [record];
        const holds = { for: one.for ?? "0s", keep_firing_for: one.keepFiringFor ?? "0s" };
        return [record, { alert: `case ${i}`, expr: conditions[i], ...holds }];
      }),
    })),
  });
}

interface Play {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly queries: readonly string[];
}

function playOf(rules: string, series: readonly PaceSeries[], playing: Playing, index: number): Play {
  const duration = (count: number): string => formatDuration((count * slotMs) / playing.k);
  // Windows of several lengths tell when something was, and not only how often.
  const counts = [1, 2, 3, 4].flatMap((part) => {
    const window = duration(slots / part);
    return ["count_over_time(ALERTS", "count_over_time(value", "sum_over_time(value"].map((of) => `${of}[${window}])`);
  });
  const folds = ["min", "max"].map((fold) => `${fold}_over_time(value[${duration(slots)}])`);
  // What promtool says of several files does not name them.
  const queries = ["vector(1)", ...counts, ...folds].map((query) => `${query} + 0 * ${index}`);
  const name = `play-${index}`;
  const test = {
    rule_files: [`${name}.rules.yml`],
    evaluation_interval: duration(1),
    tests: [
      {
        ...playSeries(series, playing),
        promql_expr_test: queries.map((expr) => ({
          expr,
          eval_time: duration(playing.lead + slots),
          exp_samples: [],
        })),
      },
    ],
  };
  const files = { [`${name}.rules.yml`]: rules, [`${name}.yml`]: stringify(test, { lineWidth: 0 }) };
  return { name, files, queries };
}

/** Numbers by the number of the query and the labels of the series. */
type Answers = ReadonlyMap<string, number>;

/** What promtool said in each play, by case. It asserts and does not answer: what it got instead of nothing is the answer. */
async function evaluate(plays: readonly Play[], promtool: RunTool): Promise<ReadonlyMap<number, Answers>[]> {
  const files = Object.assign({}, ...plays.map((play) => play.files)) as Readonly<Record<string, string>>;
  const args = ["--enable-feature=promql-experimental-functions", "test", "rules"];
  const { output } = await promtool((path) => [...args, ...plays.map(({ name }) => path(`${name}.yml`))], files);
  const got = new Map(
    [...wholeLines(output).matchAll(/expr: ("(?:[^"\\]|\\.)*"), time: [^\n]*\n[^\n]*exp:[^\n]*\n\s*got:([^\n]*)/g)].map(
      ([, query = "", line = ""]) => [JSON.parse(query) as string, line],
    ),
  );
  return plays.map(({ queries }) => {
    if (!got.has(queries[0] ?? ""))
      throw new FiredrillError("service-failed", `promtool could not evaluate rules at another pace:\n${output}`);
    const cases = new Map<number, Map<string, number>>();
    for (const [q, query] of queries.entries())
      for (const [, labels = "", value = ""] of (got.get(query) ?? "").matchAll(
        /(\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\}) (\S+?)(?=,|"|$)/g,
      )) {
        const id = /(?:case="|alertname="case )(\d+)"/.exec(labels)?.[1];
        if (id === undefined) continue;
        const known = cases.get(Number(id)) ?? new Map<string, number>();
        cases.set(
          Number(id),
          known.set(`${q} ${labels}`, Number(value.replace("+Inf", "Infinity").replace("-Inf", "-Infinity"))),
        );
      }
    return cases;
  });
}

/** What goes to stdout (which file it is, and empty lines) may stand in the middle of a long line of stderr. */
function wholeLines(output: string): string {
  return output.replaceAll(/Processing test file: [^\n]*\n/g, "").replaceAll(/\n(?!\s*(?:expr|exp|got|FAILED):)/g, "");
}

/** Arithmetic at another pace is as exact, but not to the last bit. */
function alike(one: Answers = new Map(), other: Answers = new Map()): boolean {
  return (
    one.size === other.size &&
    [...one].every(([key, a]) => {
      const b = other.get(key);
      if (b === undefined) return false;
      return Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.max(1e-3, Math.abs(a), Math.abs(b));
    })
  );
}

/** Of what a case records, over all series. */
function extremes(answers: Answers = new Map()): number[] {
  return [...answers].flatMap(([key, value]) => (Number(key.split(" ", 1)[0]) > 12 ? [value] : []));
}

/** Whether its alert is there at some times, and not at others. */
function changes(answers: Answers = new Map()): boolean {
  const counts = [...answers].flatMap(([key, count]) => (key.includes("alertname=") ? [[key, count] as const] : []));
  return counts.some(([key, count]) => {
    const part = Math.ceil(Number(key.split(" ", 1)[0]) / 3);
    return count !== slots / part;
  });
}
