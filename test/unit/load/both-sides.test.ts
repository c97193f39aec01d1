import { expect, test } from "vitest";
import { judgeLoad } from "../../../load/judge/judge-load.ts";
import type { Measured } from "../../../load/judge/prometheus-side.ts";
import type { ClientSide, Objective } from "../../../load/objectives.ts";
import { recorded } from "./recorded-load.ts";

/** What both sides say of one objective, and of what is between them. */
function both(client: ClientSide, objective: number, happened: Parameters<typeof recorded>[0], measured: Measured) {
  const one: Objective = { name: "it", objective, client, prometheus: { good: "g", total: "t" } };
  const side = { objectives: { it: measured }, thresholds: {} };
  const verdict = judgeLoad(recorded(happened), { period: "30d", objectives: [one], thresholds: [] }, side, null);
  const [found] = verdict.objectives;
  if (!found?.prometheus) throw new Error("no verdict of Prometheus' side");
  return { ...found, prometheus: found.prometheus };
}
const counts = (good: number | null, total: number | null): Measured => ({ kind: "counts", good, total });
const up = (ratio: number | null, looks: number | null): Measured => ({ kind: "ratio", ratio, looks });
const buckets = (all: Readonly<Record<string, number>>): Measured => ({
  kind: "buckets",
  buckets: Object.entries(all).map(([le, count]) => ({ le: le === "+Inf" ? Infinity : Number(le), count })),
});

const below500 = { "status-below": 500 } as const;
const within200 = { "latency-ms": 200 } as const;

test("two sides that saw the same hold together, and there is no difference to tell", () => {
  const found = both(below500, 0.999, { answers: { 200: 59_990, 500: 10 } }, counts(59_989.4, 59_999.4));
  expect(found).toMatchObject({ outcome: "held", difference: null, prometheus: { outcome: "held" } });
});

test("what never got an answer was not counted by the server: explained", () => {
  const found = both(
    below500,
    0.999,
    { answers: { 200: 59_700 }, errors: { connection: 300 } },
    counts(59_700, 59_700),
  );
  expect(found).toMatchObject({
    outcome: "deviated",
    client: { outcome: "deviated" },
    prometheus: { outcome: "held" },
    difference: { explained: true },
  });
  expect(found.difference?.why).toContain("300 got no answer");
});

test("errors that only Prometheus knows of are flagged", () => {
  const found = both(below500, 0.99, { answers: { 200: 60_000 } }, counts(59_600, 60_000));
  expect(found.prometheus.outcome).toBe("held");
  expect(found).toMatchObject({
    outcome: "inconclusive",
    client: { outcome: "held" },
    difference: { explained: false },
  });
  expect(found.difference?.why).toMatch(
    /^unexplained: of what the client saw, Prometheus should have seen 99\.99\d+ % to/,
  );
});

test("errors that only the client knows of are flagged", () => {
  const found = both(below500, 0.99, { answers: { 200: 59_600, 500: 400 } }, counts(60_000, 60_000));
  expect(found).toMatchObject({ outcome: "inconclusive", difference: { explained: false } });
});

test("requests of others, or requests that it missed, are flagged where they are many", () => {
  const answers = { 200: 59_900, 500: 100 };
  expect(both(below500, 0.999, { answers }, counts(90_000, 90_100)).difference?.explained).toBe(false);
  expect(both(below500, 0.999, { answers }, counts(30_000, 30_000)).difference?.explained).toBe(false);
  // As many as health checks and scrapes are.
  const few = both(below500, 0.999, { answers }, counts(60_200, 60_230)).difference;
  expect(few).toMatchObject({ explained: true });
  expect(few?.why).toContain("Prometheus counted 60230 requests, and 60000 of 60000 were answered");
});

test("a server that stalls can't see what waits for it: explained, by what waited where", () => {
  const happened = {
    answers: { 200: 10_000 },
    latency: [[9000, 20] as const, [1000, 600] as const],
    service: [[9600, 20] as const, [400, 500] as const],
  };
  const found = both(within200, 0.95, happened, buckets({ 0.1: 9990, 0.2: 9995, 0.5: 9995, "+Inf": 10_000 }));
  expect(found).toMatchObject({
    outcome: "deviated",
    client: { value: 0.9, outcome: "deviated" },
    prometheus: { value: 0.9995, outcome: "held" },
    difference: { explained: true },
  });
  expect(found.difference?.why).toBe(
    "600 took more than 200 ms only since they waited to be sent, which the server can't see; " +
      "395 waited after they were sent and before the server's clock began (its accept queue, a busy event loop)",
  );
});

test("a server that was slower than anybody noticed is flagged", () => {
  const found = both(within200, 0.95, { answers: { 200: 10_000 } }, buckets({ 0.2: 9700, "+Inf": 10_000 }));
  expect(found).toMatchObject({
    outcome: "inconclusive",
    client: { outcome: "held" },
    prometheus: { outcome: "held" },
    difference: { explained: false },
  });
});

test("without a bucket at the threshold Prometheus can only say between which it lies", () => {
  const happened = { answers: { 200: 10_000 }, latency: [[9800, 20] as const, [200, 300] as const] };
  const coarse = both(within200, 0.95, happened, buckets({ 0.1: 9000, 0.5: 10_000, "+Inf": 10_000 }));
  expect(coarse).toMatchObject({
    outcome: "inconclusive",
    prometheus: { outcome: "inconclusive", value: 0.925, needed: null },
    difference: { explained: true },
  });
  expect(coarse.prometheus.observed).toContain(
    "no bucket ends at 200 ms, the one around it goes from 100 ms to 500 ms",
  );
  expect(coarse.difference?.why).toContain("no bucket ends at 200 ms");
  // Where both ends of it hold, it matters little.
  const fine = both(within200, 0.95, happened, buckets({ 0.1: 9700, 0.5: 10_000, "+Inf": 10_000 }));
  expect(fine).toMatchObject({ outcome: "held", prometheus: { outcome: "held" } });
  const beyond = both(within200, 0.95, happened, buckets({ 0.1: 9000, "+Inf": 10_000 }));
  expect(beyond.prometheus.observed).toContain("from 100 ms to no end");
});

test("`up` is held as it stands, and says by how many scrapes", () => {
  const good = both({ answered: true }, 0.999, { answers: { 200: 60_000 } }, up(1, 30));
  expect(good).toMatchObject({
    outcome: "held",
    prometheus: { outcome: "held", sure: false, requests: null, scrapes: 30, burnRate: 0 },
  });
  expect(good.prometheus.observed).toBe(
    "100 % of 30 scrapes; so few can't tell 99.9 % from less, 1000 could; taken as it stands",
  );
});

test("twin: as many scrapes as tell the objective from less are sure", () => {
  const { prometheus } = both({ answered: true }, 0.999, { answers: { 200: 60_000 } }, up(1, 1000));
  expect(prometheus).toMatchObject({ outcome: "held", sure: true, scrapes: 1000 });
  expect(prometheus.observed).toBe("100 % of 1000 scrapes");
});

test("one failed scrape of a few is more than the budget, and tells nothing; several do", () => {
  const one = both({ answered: true }, 0.999, { answers: { 200: 60_000 } }, up(29 / 30, 30));
  expect(one.prometheus).toMatchObject({ outcome: "inconclusive", needed: 1000 });
  expect(one.difference).toMatchObject({ explained: true });
  const some = both({ answered: true }, 0.999, { answers: { 200: 60_000 } }, up(20 / 30, 30));
  expect(some).toMatchObject({ outcome: "deviated", difference: { explained: false } });
  const ofMany = both({ answered: true }, 0.999, { answers: { 200: 60_000 } }, up(0.9985, 2000));
  expect(ofMany.prometheus.outcome).toBe("deviated");
});

test("that it was up does not say that it answered", () => {
  const found = both({ answered: true }, 0.999, { answers: { 200: 59_000 }, errors: { closed: 1000 } }, up(1, 30));
  expect(found).toMatchObject({ outcome: "deviated", difference: { explained: true } });
});

test.each([
  ["counts without a total", counts(null, null)],
  ["counts of nothing", counts(0, 0)],
  ["a ratio that is none", up(Number.NaN, 30)],
  ["no ratio", up(null, null)],
  ["no buckets", buckets({})],
])("what Prometheus knows nothing of is inconclusive: %s", (_, measured) => {
  const client = measured.kind === "buckets" ? within200 : below500;
  const found = both(client, 0.999, { answers: { 200: 60_000 } }, measured);
  expect(found).toMatchObject({ outcome: "inconclusive", difference: null, client: { outcome: "held" } });
  expect(found.prometheus).toMatchObject({ outcome: "inconclusive", value: null, burnRate: null });
});

test("where nothing was good, its series does not even exist", () => {
  const found = both(below500, 0.999, { answers: { 500: 6000 } }, counts(null, 6000));
  expect(found.prometheus).toMatchObject({ outcome: "deviated", value: 0, burnRate: expect.closeTo(1000, 6) });
});
