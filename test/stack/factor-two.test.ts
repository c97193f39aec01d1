import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deviations, doubt } from "../../sandbox/drill/cover/doubt.ts";
import type { Doubted } from "../../sandbox/drill/cover/doubt.ts";
import type { Drill } from "../../sandbox/drill/drill.ts";
import { makePlan } from "../../sandbox/drill/plan/make-plan.ts";
import { foretell } from "../../sandbox/drill/play/foretell.ts";
import { readFixtures } from "../../sandbox/drill/read/fixtures.ts";
import { promtool } from "../../sandbox/services/promtool.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import { projectFixtures } from "../helpers/fixtures.ts";

const runtime = await processRuntime();
const fixtures = await readFixtures(projectFixtures);
/** Objectives have a suite of their own. */
const rules = fixtures.rules.filter(({ file }) => file.endsWith("bailbondpro.yml"));
const guide = fixtures.drills.filter(({ suite }) => suite === "guide").map(({ drill }) => drill);
afterAll(() => runtime[Symbol.asyncDispose]());

const named = ({ mutant }: Doubted): string => `${mutant.id}: ${mutant.what}`;
const killersOf = ({ killers }: Doubted): string => killers.map(({ drill }) => drill).join(", ") || "survives";
/** What none of these drills notices. */
const survivors = (all: readonly Doubted[], drills: readonly Drill[]): string[] => {
  const names = new Set(drills.map(({ name }) => name));
  return all.filter(({ killers }) => !killers.some(({ drill }) => names.has(drill))).map(named);
};
const isNearMiss = ({ expect: { firing, pending } }: Drill): boolean =>
  [firing, pending].some((bound: unknown) => bound === "never");

describe("a threshold or a `for` that is off by a factor of two", () => {
  let all: readonly Doubted[] = [];
  beforeAll(async () => {
    await runtime.prepare([], [promtool()], () => {});
    all = await doubt({ ...fixtures, rules }, guide, runtime);
  });

  test("makes at least one drill of the guide deviate", async ({ annotate }) => {
    expect(all.length).toBeGreaterThan(6);
    await annotate(all.map((one) => `${named(one)}: ${killersOf(one)}`).join("\n"));
    expect(survivors(all, guide)).toEqual([]);
  });

  test("twin: without near misses, what makes an alert fire too soon survives", () => {
    const loud = guide.filter((drill) => !isNearMiss(drill));
    expect(survivors(all, loud)).toEqual(
      expect.arrayContaining(["HighErrorRate: > 0.05 → > 0.025", "HighErrorRate: for 5m → 2m30s"]),
    );
  });

  test("twin: of an alert whose drills are taken away every mutant survives", () => {
    const rest = guide.filter(({ alert }) => alert !== "HighErrorRate");
    expect(survivors(all, rest)).toEqual(
      expect.arrayContaining(all.filter(({ mutant }) => mutant.id === "HighErrorRate").map(named)),
    );
  });

  test("twin: the rules as they are make none deviate", async () => {
    const planned = guide.map((drill) => {
      const plan = makePlan(drill, fixtures, "auto", runtime.kind);
      return [drill, plan] as const;
    });
    const foretold = await foretell(planned, { runtime });
    expect(foretold.size).toBeGreaterThan(1);
    for (const [drill, plan] of planned) {
      const predicted = foretold.get(drill);
      if (predicted) expect([drill.name, deviations(drill, plan, predicted)]).toEqual([drill.name, []]);
    }
  });
});
