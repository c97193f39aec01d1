import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventsOf } from "../../sandbox/drill/journal.ts";
import type { Journal } from "../../sandbox/drill/journal.ts";
import { judge } from "../../sandbox/drill/judge.ts";
import type { Finding } from "../../sandbox/drill/verdict.ts";
import type { Runtime } from "../../sandbox/stack/service.ts";
import { drillAll, prepareFor } from "../helpers/drills.ts";
import { runtimes, testPlace } from "../helpers/runtimes.ts";
import type { TestRuntime } from "../helpers/runtimes.ts";
import { bothExpected, deviating, held, impossible, inContainers, unseen } from "../helpers/twins.ts";

afterAll(() => rm(testPlace, { recursive: true, force: true }));

for (const runtime of runtimes) {
  if (runtime.missing === undefined) {
    describe(`drills on the ${runtime.kind} runtime`, () => {
      twins(runtime);
    });
  } else test.skip(`drills on the ${runtime.kind} runtime: ${runtime.missing}`, () => {});
}

function twins({ kind, open, remains }: TestRuntime): void {
  const all = { ...held, ...deviating, ...unseen, ...impossible };
  const here = (name: string): boolean => kind === "process" || inContainers.includes(name);
  let runtime: Runtime;
  let journals: Readonly<Record<keyof typeof all, Journal>>;
  beforeAll(async () => {
    runtime = await open();
    await prepareFor(runtime);
    const cases = Object.fromEntries(Object.entries(all).filter(([name]) => here(name))) as typeof all;
    journals = await drillAll(runtime, cases);
  }, 300_000);
  afterAll(async () => {
    await runtime[Symbol.asyncDispose]();
    expect(await remains()).toEqual({ running: [], kept: [] });
  });

  const missed = (name: keyof typeof all): Finding[] =>
    judge(journals[name]).findings.filter(({ outcome }) => outcome !== "held");

  test.each((Object.keys(held) as (keyof typeof held)[]).filter(here))("%s: held", (name) => {
    expect(missed(name)).toEqual([]);
    expect(judge(journals[name]).outcome).toBe("held");
  });

  test("a rule whose series nothing exports deviates before any fault", () => {
    const journal = journals["the guide's rule as written"];
    expect(judge(journal).findings).toEqual([
      {
        what: "HighErrorRate can fire",
        outcome: "deviated",
        observed: expect.stringMatching(/^can never fire: nothing exports `error_rate`/),
      },
    ]);
    expect(eventsOf(journal, "fault-asked")).toEqual([]);
    expect(eventsOf(journal, "steady")).toEqual([]);
    expect(eventsOf(journals["paused, and thawed"], "fault-asked")).toHaveLength(1);
  });

  test("another alert that fires and notifies meanwhile deviates", () => {
    expect(missed("two alerts, one expected").map(({ what, outcome, observed }) => [what, outcome, observed])).toEqual([
      ["no other alert firing", "deviated", "AnyErrorAtAll firing as well"],
      ["no other alert notified", "deviated", "AnyErrorAtAll notified as well"],
    ]);
    const journal = journals["two alerts, one expected"];
    expect(judge({ ...journal, drill: { ...journal.drill, expect: bothExpected } }).outcome).toBe("held");
  });

  test.each((Object.keys(impossible) as (keyof typeof impossible)[]).filter(here))(
    "%s: deviated, and nothing is booted",
    (name) => {
      expect(judge(journals[name]).outcome).toBe("deviated");
      const phases = eventsOf(journals[name], "phase").map(({ phase }) => phase);
      expect(phases).toEqual(["predict"]);
      expect(eventsOf(journals[name], "booted")).toEqual([]);
      expect(eventsOf(journals["paused, and thawed"], "booted")).toHaveLength(1);
    },
  );

  test("what virtual time says of an impossible bound is in its findings", () => {
    expect(judge(journals["a bound that nothing could meet"]).findings).toEqual([
      {
        what: "HighErrorRate firing within 6m",
        outcome: "deviated",
        observed: "even the ideal signal needs 6m15s, by promtool on the original rule",
      },
    ]);
  });

  if (kind !== "process") return;

  test("a receiver that is missing from the route deviates, and no other does", () => {
    expect(missed("a receiver missing from the route")).toEqual([
      {
        what: "pagerduty told of HighErrorRate within 13m",
        outcome: "deviated",
        observed: expect.stringMatching(/^never told \(watched \d+m/),
      },
    ]);
  });

  test("a fault that never took effect is inconclusive, though nothing fired", () => {
    const name = "errors on a route that the load does not use";
    expect(judge(journals[name]).outcome).toBe("inconclusive");
    expect(missed(name)[0]).toMatchObject({ what: "the fault took effect", outcome: "inconclusive" });
    expect(eventsOf(journals[name], "fault-acknowledged")).toHaveLength(1);
  });

  test("what virtual time says of a fault below the threshold is in its findings", () => {
    expect(judge(journals["a fault below the threshold"]).findings[0]?.observed).toBe(
      "even the ideal signal never gets there, by promtool on the original rule",
    );
  });

  test("too small a fault deviates", () => {
    expect(missed("too small a fault")).toEqual([
      {
        what: "HighErrorRate firing within 8m",
        outcome: "deviated",
        observed: expect.stringMatching(/^never firing \(watched \d+m/),
      },
    ]);
    expect(eventsOf(journals["too small a fault"], "fault-seen")).toHaveLength(1);
  });

  test("a fault that lasts longer than `for` makes the alert fire after it was lifted", () => {
    expect(missed("errors that last")).toEqual([
      { what: "HighErrorRate never firing", outcome: "deviated", observed: expect.stringMatching(/^firing at/) },
    ]);
    const { firing, lifted } = judge(journals["errors that last"]).timeline;
    expect(firing).toBeGreaterThan(lifted ?? Infinity);
    // It was on a route, one that the load uses.
    expect(eventsOf(journals["errors that last"], "fault-seen")).toHaveLength(1);
    expect(eventsOf(journals["errors that last"], "fault-asked")).toHaveLength(1);
  });

  test("an alert that fires while nothing should happen deviates", () => {
    expect(missed("not so quiet")).toEqual([
      { what: "no other alert firing", outcome: "deviated", observed: "Busy firing as well" },
      { what: "no other alert notified", outcome: "deviated", observed: "Busy notified as well" },
      { what: "nothing pending", outcome: "deviated", observed: "Busy was" },
    ]);
    expect(judge(journals["not so quiet"]).timeline).toMatchObject({ fault: null, firing: null });
  });
}
