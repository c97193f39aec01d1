import { join } from "node:path";
import { FiredrillError, inputError } from "../../errors.ts";
import type { Problem } from "../../errors.ts";
import { faults } from "../../fault/faults.ts";
import { alertIds } from "../../rules/alert-ids.ts";
import { planAll } from "../plan/plan-all.ts";
import { shown, textOf } from "../read/fixture-files.ts";
import { readFixtures } from "../read/fixtures.ts";
import type { Fixtures } from "../read/fixtures.ts";
import { aspects, coverageOf } from "./coverage.ts";
import type { Aspect, Coverage } from "./coverage.ts";
import { namesOf } from "./names.ts";
import { matrixOf } from "./matrix.ts";
import type { MatrixRow } from "./matrix.ts";
import { readSeen } from "./seen.ts";
import type { Seen } from "./seen.ts";
import { readWaivers } from "./waivers.ts";
import type { Waiver } from "./waivers.ts";

/** What can be said of drills without running any; plain data that survives JSON. */
export interface Check {
  readonly schema: 1;
  /** No gap that nobody waived, no waiver of what is there, and the last run as expected. */
  readonly ok: boolean;
  readonly alerts: readonly CoveredAlert[];
  /** Waivers of what the alert does not lack any more. */
  readonly needless: readonly Waiver[];
  readonly matrix: readonly MatrixRow[];
  /** Kinds of fault that no drill uses. */
  readonly undrilled: readonly string[];
}

export interface CoveredAlert extends Coverage {
  /** What no drill shows and no waiver allows. */
  readonly missing: readonly Aspect[];
  /** What no drill shows, and the waiver that allows it. */
  readonly waived: readonly Aspect[];
  readonly waiver: Waiver | null;
}

/**
 * Reads fixtures, waivers and the journals of the last run. Rejects (`input`) with all that is wrong with any of them;
 * nothing is started. `today` as `2026-11-24`.
 */
export async function check(directory: string, reports: string, today: string): Promise<Check> {
  const problems: Problem[] = [];
  const { fixtures, wrong } = await fixturesOf(directory);
  problems.push(...wrong);
  const file = join(directory, "waivers.yml");
  const text = (await textOf(file, problems, "waivers: []")) ?? "";
  const alerts = fixtures && [...alertIds(fixtures.names.rules ?? []).values()];
  const { waivers, problems: wrongWaivers } = readWaivers(shown(file), text, alerts, today);
  const drills = fixtures?.drills.map((one) => one.drill) ?? [];
  const rules = fixtures?.rules.flatMap(({ groups }) => groups.flatMap((group) => group.rules)) ?? [];
  const { seen, problems: wrongJournals } = await readSeen(reports, drills, rules);
  problems.push(...wrongWaivers, ...wrongJournals);
  if (problems.length > 0 || !fixtures) throw inputError(problems);
  return checked(fixtures, waivers, seen);
}

/** Pure. */
function checked(fixtures: Fixtures, waivers: readonly Waiver[], seen: ReadonlyMap<string, Seen>): Check {
  const drills = fixtures.drills.map((one) => one.drill);
  const plans = planAll(drills, fixtures, "auto", "either");
  const called = namesOf(fixtures.names.rules ?? []);
  const watching = drills.map((drill, i) => called.watching(drill, plans[i]?.watched ?? []));
  const names = called.all;
  const alerts = coverageOf(names, watching).map((coverage): CoveredAlert => {
    const lacking = aspects.filter((aspect) => coverage.by[aspect].length === 0);
    const waiver = waivers.find((one) => one.alert === coverage.alert) ?? null;
    const waived = lacking.filter((aspect) => waiver?.lacks.includes(aspect));
    return { ...coverage, missing: lacking.filter((aspect) => !waived.includes(aspect)), waived, waiver };
  });
  const needless = alerts.flatMap(({ waiver, waived }) => (waiver && waived.length === 0 ? [waiver] : []));
  const matrix = matrixOf(names, watching, called.seen(watching, seen));
  return {
    schema: 1,
    ok:
      alerts.every(({ missing }) => missing.length === 0) &&
      needless.length === 0 &&
      matrix.every(({ differing }) => differing.length === 0),
    alerts,
    needless,
    matrix,
    undrilled: Object.keys(faults).filter((kind) => !drills.some(({ fault }) => fault?.kind === kind)),
  };
}

async function fixturesOf(
  directory: string,
): Promise<{ readonly fixtures: Fixtures | undefined; readonly wrong: readonly Problem[] }> {
  try {
    return { fixtures: await readFixtures(directory), wrong: [] };
  } catch (error) {
    // What is wrong with the waivers is said together with this.
    if (error instanceof FiredrillError && error.problems.length > 0)
      return { fixtures: undefined, wrong: error.problems };
    throw error;
  }
}
