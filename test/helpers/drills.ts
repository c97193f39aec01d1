import { rm } from "node:fs/promises";
import path from "node:path";
import { readFixtures } from "../../sandbox/drill/read/fixtures.ts";
import type { Fixtures } from "../../sandbox/drill/read/fixtures.ts";
import type { Drill } from "../../sandbox/drill/drill.ts";
import type { Journal } from "../../sandbox/drill/journal.ts";
import { roughSeconds } from "../../sandbox/drill/plan/estimate.ts";
import { makePlan } from "../../sandbox/drill/plan/make-plan.ts";
import { foretell } from "../../sandbox/drill/play/foretell.ts";
import { capacityMeter, jobsFor } from "../../sandbox/drill/play/jobs.ts";
import { run } from "../../sandbox/drill/run.ts";
import { castOf, servicesOf } from "../../sandbox/drill/play/staging.ts";
import { toolsOf } from "../../sandbox/drill/play/check-officially.ts";
import type { Runtime } from "../../sandbox/stack/service.ts";
import { fixturesDirectory, projectFixtures } from "./fixtures.ts";

/** What a drill runs with; fixtures that are not given are the project's own. */
export interface Case {
  readonly drill: Drill;
  readonly changes?: Readonly<Record<string, string>>;
}

/** Finds or fetches what drills need. */
export async function prepareFor(runtime: Runtime): Promise<void> {
  const fixtures = await readFixtures(projectFixtures);
  const services = servicesOf(castOf({ fixtures, factor: 1, rules: {}, versions: {} }));
  await runtime.prepare(services, toolsOf({}), () => {});
}

/**
 * Runs each case on a stack of its own, as many at once as this machine is good for, the longest first; the journals by
 * the names that the cases have.
 */
export async function drillAll<Name extends string>(
  runtime: Runtime,
  cases: Readonly<Record<Name, Case>>,
): Promise<Readonly<Record<Name, Journal>>> {
  const capacity = capacityMeter();
  const staged = await Promise.all(
    Object.entries<Case>(cases).map(async ([name, { drill, changes }]) => {
      const fixtures = await fixturesWith(changes);
      const named = { ...drill, name };
      return { drill: named, fixtures, plan: makePlan(named, fixtures, "auto", runtime.kind) };
    }),
  );
  // One less than a command would: these are about deviations, and a busy machine makes them inconclusive.
  const jobs = Math.max(1, jobsFor(runtime.kind, capacity()) - 1);
  const foretold = await foretell(
    staged.map(({ drill, plan }) => [drill, plan]),
    { runtime },
  );
  const secondsOf = ({ drill, plan }: (typeof staged)[number]) => roughSeconds(drill, plan, foretold.get(drill));
  const waiting = staged.toSorted((a, b) => secondsOf(b) - secondsOf(a));
  const journals: [string, Journal][] = [];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { drill, fixtures } = next;
      journals.push([drill.name, await run(drill, { runtime, why: "a test", fixtures, factor: "auto", foretold })]);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return Object.fromEntries(journals) as Record<Name, Journal>;
}

async function fixturesWith(changes: Case["changes"]): Promise<Fixtures> {
  if (!changes) return readFixtures(projectFixtures);
  const directory = await fixturesDirectory(changes);
  // The project's own drills are of its own rules.
  await rm(path.join(directory, "drills"), { recursive: true });
  return readFixtures(directory);
}
