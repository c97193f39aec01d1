import { expect, test } from "vitest";
import { nextStep } from "../../../load/breakpoint.ts";
import type { Knee, Trial } from "../../../load/breakpoint.ts";

const search = { from: 100, to: 5000, step: "10s" } as const;

/** Plays a search against a service, by what it makes of each trial; `times` is how long the trial is. */
function found(
  service: (rate: number, times: number, before: readonly Trial[]) => Omit<Trial, "rate">,
  over: Partial<typeof search> & { tolerance?: number } = {},
): { readonly knee: Knee; readonly trials: readonly Trial[] } {
  const trials: Trial[] = [];
  for (let count = 0; count < 50; count++) {
    const step = nextStep({ ...search, ...over }, trials);
    if (step.kind === "found") return { knee: step.knee, trials };
    trials.push({ rate: step.rate, ...service(step.rate, step.times, trials) });
  }
  throw new Error("the search does not end");
}

const held = { outcome: "held", behind: false } as const;
const deviated = { outcome: "deviated", behind: false } as const;
const undecided = { outcome: "inconclusive", behind: false } as const;
const behind = { outcome: "inconclusive", behind: true } as const;
const upTo =
  (capacity: number, beyond: Omit<Trial, "rate"> = deviated) =>
  (rate: number) =>
    rate <= capacity ? held : beyond;

test.each([100, 150, 733, 1234.5, 3199, 3200, 4999])("it finds the knee of a service that takes %d", (capacity) => {
  const { knee, trials } = found(upTo(capacity));
  expect(knee.outcome).toBe("held");
  expect(knee.held).toBeLessThanOrEqual(capacity);
  expect(knee.above?.why).toBe("deviated");
  expect(knee.above?.rate).toBeGreaterThan(capacity);
  const gap = (knee.above?.rate ?? 0) - (knee.held ?? 0);
  expect(gap / (knee.above?.rate ?? 1)).toBeLessThanOrEqual(0.05);
  expect(trials.length).toBeLessThanOrEqual(14);
});

test("it comes closer where that is wished for", () => {
  const close = found(upTo(1234), { tolerance: 0.01 }).knee;
  expect(((close.above?.rate ?? 0) - (close.held ?? 0)) / (close.above?.rate ?? 1)).toBeLessThanOrEqual(0.01);
  expect(found(upTo(1234), { tolerance: 0.5 }).trials.length).toBeLessThan(found(upTo(1234)).trials.length);
});

test("the rate doubles before anything is halved, so that a service is not drowned at once", () => {
  expect(found(upTo(700)).trials.map(({ rate }) => rate)).toEqual([100, 200, 400, 800, 600, 700, 750, 725, 725]);
});

test("what holds all the way up has no knee there", () => {
  const { knee, trials } = found(upTo(9999));
  expect(knee).toEqual({
    held: 5000,
    above: null,
    outcome: "held",
    summary: "5000 per second held, and more than 5000 was not tried",
  });
  expect(trials.at(-1)?.rate).toBe(5000);
});

test("what does not even hold at the lowest rate deviates", () => {
  const { knee, trials } = found(upTo(99));
  expect(knee).toMatchObject({ held: null, above: { rate: 100, why: "deviated" }, outcome: "deviated" });
  expect(knee.summary).toBe("not even 100 per second: the objectives were missed");
  expect(trials).toHaveLength(2);
});

test("where the generator was the limit, the service may take more: inconclusive, with what is known", () => {
  const { knee } = found(upTo(1000, behind));
  expect(knee).toMatchObject({ outcome: "inconclusive", above: { why: "generator" } });
  expect(knee.held).toBeGreaterThan(950);
  expect(knee.held).toBeLessThanOrEqual(1000);
  expect(found(() => behind).knee).toMatchObject({ held: null, outcome: "inconclusive" });
  // The knee lies below: the generator's limit is of no account.
  const below = found((rate) => (rate > 1500 ? behind : upTo(700)(rate)));
  expect(below.knee).toMatchObject({ outcome: "held", above: { why: "deviated" } });
});

test("a trial that is too short to tell is repeated longer, and at last counts as not held", () => {
  const lengths: number[] = [];
  const { knee } = found((rate, times) => {
    lengths.push(times);
    if (rate > 700) return deviated;
    return rate * times >= 400 ? held : undecided;
  });
  expect(lengths.slice(0, 6)).toEqual([1, 2, 4, 1, 2, 1]);
  expect(knee).toMatchObject({ outcome: "held", held: 700 });
  const never = found(upTo(700, undecided)).knee;
  expect(never).toMatchObject({ outcome: "held", held: 700, above: { why: "undecided" } });
  expect(never.summary).toContain("it could not be told");
  expect(found(() => undecided).knee).toMatchObject({ held: null, outcome: "inconclusive" });
});

test("a hiccup does not end the search: the rate that was missed is tried once more", () => {
  let hiccups = 0;
  const { knee } = found((rate) => (rate === 200 && hiccups++ === 0 ? deviated : upTo(1234)(rate)));
  expect(knee.held).toBeGreaterThan(1100);
  expect(knee.above?.rate).toBeGreaterThan(1234);
  // Twice is no hiccup.
  let slips = 0;
  const twice = found((rate) => (rate === 200 && slips++ < 2 ? deviated : upTo(1234)(rate)));
  expect(twice.knee.above?.rate).toBeLessThanOrEqual(200);
});

test("the same trials give the same step", () => {
  const { trials } = found(upTo(733));
  expect(nextStep(search, trials.slice(0, 5))).toEqual(nextStep(search, trials.slice(0, 5)));
});
