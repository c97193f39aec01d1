import { expect, test } from "vitest";
import { Ledger } from "../../../load/ledger.ts";
import type { LoadResult } from "../../../load/result.ts";

function account(of: LoadResult): [due: number, sent: number] {
  return [
    of.sent + of.lost + of.missed,
    of.completed + of.errors.connection + of.errors.closed + of.errors.timeout + of.inFlight,
  ];
}

test("each request counts once, as what became of it", () => {
  const ledger = new Ledger(100);
  for (const fate of ["sent", "sent", "sent", "sent", "sent", "lost", "missed"] as const) ledger.due(fate, 0);
  ledger.ended(0, 200, 10);
  ledger.ended(1, 503, 20);
  ledger.ended(2, "closed", 1);
  ledger.ended(3, "timeout", 2000);
  const result = ledger.total.result(100, 70);
  expect(result).toMatchObject({
    due: 7,
    sent: 5,
    completed: 2,
    inFlight: 1,
    lost: 1,
    missed: 1,
    answers: { "1xx": 0, "2xx": 1, "3xx": 0, "4xx": 0, "5xx": 1 },
    errors: { connection: 0, closed: 1, timeout: 1 },
    achievedPerSecond: (5 / 70) * 1000,
  });
  expect(account(result)).toEqual([result.due, result.sent]);
});

test("a span sees its own requests only, and later endings of them", () => {
  const ledger = new Ledger(100);
  for (let n = 0; n < 30; n++) ledger.due("sent", 0);
  for (let n = 0; n < 30; n++) ledger.ended(n, n < 10 ? 200 : 500, 1);
  expect(ledger.between(0, 10).result(100, 100)).toMatchObject({ due: 10, answers: { "2xx": 10, "5xx": 0 } });
  expect(ledger.between(5, 15).result(100, 100)).toMatchObject({ due: 10, answers: { "2xx": 5, "5xx": 5 } });
  expect(ledger.between(-5, 3).result(100, 80)).toMatchObject({ due: 3 });
  expect(ledger.between(25, 99).result(100, 740)).toMatchObject({ due: 5 });
  expect(ledger.between(40, 50).result(100, 100)).toMatchObject({ due: 0, achievedPerSecond: 0, latencyMs: null });
});

test("what is no longer remembered is not made up, and the total still is of all", () => {
  const ledger = new Ledger(10);
  for (let n = 0; n < 25; n++) ledger.due("sent", 0);
  ledger.ended(3, 200, 1); // its line is another's by now
  expect(ledger.total.result(100, 250)).toMatchObject({ due: 25, completed: 1, inFlight: 24 });
  expect(ledger.between(15, 25).result(100, 100)).toMatchObject({ due: 10, completed: 0, inFlight: 10 });
  expect(() => ledger.between(14, 25)).toThrow(expect.objectContaining({ code: "load-failed" }));
});

test("latency is of answers, in milliseconds with three digits", () => {
  const ledger = new Ledger(100);
  for (let n = 0; n < 100; n++) ledger.due("sent", 0);
  for (let n = 0; n < 97; n++) ledger.ended(n, 200, 20.25);
  for (let n = 97; n < 99; n++) ledger.ended(n, 200, 400);
  ledger.ended(99, "timeout", 2000);
  const latency = ledger.total.result(100, 1000).latencyMs;
  expect(latency?.p50).toBeCloseTo(20.25, 1);
  expect(latency?.p95).toBeCloseTo(20.25, 1);
  expect(latency?.p99).toBeCloseTo(400, 0);
  expect(latency?.max).toBeCloseTo(400, 0);
});

test.each([
  ["nothing is late", 0, 0, null],
  ["a few were late", 4, 200, null],
  ["many were late", 6, 200, /of 100 requests 6 were more than 100 ms late, the worst 200 ms/],
  ["one stall was long", 1, 800, /the worst 800 ms/],
])("a generator that fell behind says so: %s", (_name, late, byMs, said) => {
  const ledger = new Ledger(100);
  for (let n = 0; n < 100; n++) ledger.due("sent", n < late ? byMs : 3);
  const { behind } = ledger.total.result(100, 1000);
  if (said === null) expect(behind).toBeNull();
  else expect(behind).toMatch(said);
});

test("requests lost to a frozen target are not the generator's fault; missed ones are", () => {
  const lost = new Ledger(100);
  for (let n = 0; n < 100; n++) lost.due("lost", 1);
  expect(lost.total.result(100, 1000)).toMatchObject({ behind: null, lost: 100, achievedPerSecond: 0 });
  const missed = new Ledger(100);
  for (let n = 0; n < 100; n++) missed.due(n === 50 ? "missed" : "sent", 1);
  expect(missed.total.result(100, 1000).behind).toMatch(/1 not at all/);
});

test("how late is late is for the one to say who knows what it matters to", () => {
  const strict = new Ledger(100);
  const lenient = new Ledger(100, 250);
  for (const ledger of [strict, lenient]) for (let n = 0; n < 10; n++) ledger.due("sent", 200);
  expect(strict.total.result(10, 1000).behind).toMatch(/of 10 requests 10 were more than 100 ms late/);
  expect(lenient.total.result(10, 1000).behind).toBeNull();
});

test("where the generator was held up, what was due meanwhile went out together: each stall once, with its latest", () => {
  const ledger = new Ledger(100);
  for (const ms of [0, 210, 160, 110, 60, 10, 0, 300, 250, 320, 0]) ledger.due("sent", ms);
  expect(ledger.stalls(0, 100)).toEqual([
    { n: 1, lateMs: 210, requests: 3 },
    { n: 7, lateMs: 300, requests: 2 },
    { n: 9, lateMs: 320, requests: 1 },
  ]);
  expect(ledger.stalls(2, 4)).toEqual([{ n: 2, lateMs: 160, requests: 2 }]);
});

test("twin: one that is late by no more than a tenth of a second was not held up", () => {
  const ledger = new Ledger(100);
  for (const ms of [0, 100, 50, 99]) ledger.due("sent", ms);
  expect(ledger.stalls(0, 100)).toEqual([]);
});

test("what is withheld does not part a stall; what came too late to be sent did not come", () => {
  const ledger = new Ledger(100);
  const due = (fate: "sent" | "withheld" | "missed", ms: number): void => ledger.due(fate, ms);
  for (const ms of [900, 880]) due("missed", ms);
  for (const ms of [300, 280, 260]) {
    due("withheld", 0);
    due("sent", ms);
  }
  expect(ledger.stalls(0, 100)).toEqual([{ n: 0, lateMs: 900, requests: 3 }]);
});
