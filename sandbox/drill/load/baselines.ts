import { refuseOthers, withRun } from "../../../load/compare/baseline.ts";
import {
  baselinePath,
  findBaseline,
  openBaseline,
  saveBaseline,
  tryBaseline,
} from "../../../load/compare/baseline-file.ts";
import type { Baseline } from "../../../load/compare/baseline.ts";
import { fewestSpans } from "../../../load/compare/compare-samples.ts";
import { compareLoads } from "../../../load/compare/compare-loads.ts";
import type { Comparison } from "../../../load/compare/comparison.ts";
import { thisMachine } from "../../../load/compare/conditions.ts";
import type { Conditions } from "../../../load/compare/conditions.ts";
import { defaultTolerance } from "../../../load/compare/tolerance.ts";
import type { LoadRecord } from "../../../load/record.ts";
import { FiredrillError } from "../../errors.ts";
import type { ChosenLoad } from "./choose-load.ts";
import { secondsOf } from "./wanted-profile.ts";

/** Against a saved baseline of that name. */
export interface NamedComparison extends Comparison {
  readonly name: string;
}

/** What a load is compared with and saved in; where nobody asks for it, neither. */
export interface Baselines {
  /** Rejects (`usage`) a load that measures something else, before a request is sent. */
  check(conditions: Conditions): void;
  /** Null: there is nothing to compare with. */
  compare(conditions: Conditions, record: LoadRecord): NamedComparison | null;
  /** Says what was done, null where nothing was to be. Rejects a record that is no measure for others, or deviates from those before it. */
  save(conditions: Conditions, record: LoadRecord): Promise<string | null>;
}

/** As it was typed. */
export interface BaselineOptions {
  readonly save?: string | undefined;
  readonly compare?: string | undefined;
  /** Percent. */
  readonly tolerance?: string | undefined;
}

/** Those of a fixtures directory. Rejects (`usage`, `input`) what can't be read, or be saved by any load such as this. */
export async function openBaselines(
  fixtures: string,
  { profile }: ChosenLoad,
  { save, compare, tolerance }: BaselineOptions,
): Promise<Baselines> {
  if ("breakpoint" in profile && (save ?? compare) !== undefined)
    throw new FiredrillError("usage", "--save and --compare go with one load, not with a search for the highest rate");
  if (tolerance !== undefined && compare === undefined)
    throw new FiredrillError("usage", "--tolerance goes with --compare");
  const seconds = secondsOf(profile);
  if (save !== undefined && seconds !== null && Math.ceil(seconds) < fewestSpans)
    throw new FiredrillError(
      "usage",
      `--save ${save}: a load of ${seconds} s is no measure; ask for ${fewestSpans} s at least`,
    );
  const relative = toleranceOf(tolerance);
  const against = compare === undefined ? undefined : await openBaseline(baselinePath(fixtures, compare));
  const path = save === undefined ? undefined : baselinePath(fixtures, save);
  const before = path === undefined ? undefined : await findBaseline(path);
  if (path !== undefined) await tryBaseline(path);
  const compared = (baseline: Baseline, conditions: Conditions, record: LoadRecord): Comparison =>
    compareLoads(baseline, conditions, [record], { tolerance: { ...defaultTolerance, relative } });
  return {
    check: (conditions) => {
      if (against) refuseOthers("be compared with the baseline", against.conditions, conditions);
      if (before) refuseOthers("repeat the baseline", before.conditions, conditions);
    },
    compare: (conditions, record) =>
      against && compare !== undefined ? { name: compare, ...compared(against, conditions, record) } : null,
    save: async (conditions, record) => {
      if (path === undefined) return null;
      const now = withRun(before, conditions, record);
      // One that is slower would make the next slow one look like what runs differ by.
      if (before && compared(before, conditions, record).outcome === "deviated")
        throw new FiredrillError("load-failed", `this run deviates from ${save}; to begin anew, remove ${path}`);
      await saveBaseline(path, now);
      return `saved as the baseline ${save}, which has ${now.runs.length === 1 ? "1 run" : `${now.runs.length} runs`}`;
    },
  };
}

/** `target`: what is loaded, in words or as an origin. */
export function conditionsOf(
  { name, profile }: ChosenLoad,
  target: string,
  versions: Readonly<Record<string, string>>,
): Conditions {
  return { profile: name, asks: { ...profile }, target, machine: thisMachine(), versions };
}

/** Of percent, as they were typed, a share. Rejects (`usage`) what is none. */
export function toleranceOf(text: string | undefined): number {
  if (text === undefined) return defaultTolerance.relative;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= 100) return value / 100;
  throw new FiredrillError("usage", `--tolerance ${text}: expected percent above 0, such as 5`);
}
