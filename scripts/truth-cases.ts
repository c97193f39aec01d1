import type { Failure } from "../load/record.ts";

/** A server of known behaviour, a schedule, and what has to come of it. */
export interface TruthCase {
  readonly title: string;
  /** As `sandbox/apps/known` takes it. */
  readonly behaviour: object;
  readonly rate: number;
  readonly seconds: number;
  /** Milliseconds until the answer to request `n` (from 1) that is meant to start at `dueMs`; or how it fails. */
  truth(n: number, dueMs: number): number | Failure;
}

const ms = 20;

export const truthCases: readonly TruthCase[] = [
  {
    title: "fixed delay of 20 ms",
    behaviour: { kind: "fixed", ms },
    rate: 200,
    seconds: 5,
    truth: () => ms,
  },
  {
    title: "bimodal: 20 ms, and 400 ms for three in a hundred",
    behaviour: { kind: "bimodal", ms, slowMs: 400, every: 33 },
    rate: 200,
    seconds: 5,
    truth: (n) => (n % 33 === 0 ? 400 : ms),
  },
  {
    title: "a stall of one second every ten",
    behaviour: { kind: "stall", afterMs: 4500, forMs: 1000, everyMs: 10_000 },
    rate: 50,
    seconds: 14, // one stall
    truth: (_n, dueMs) => (dueMs > 4500 && dueMs < 5500 ? 5500 - dueMs : 0),
  },
  {
    title: "one in a hundred closed without an answer",
    behaviour: { kind: "drop", ms, every: 100, where: "before" },
    rate: 200,
    seconds: 5,
    truth: (n) => (n % 100 === 0 ? "closed" : ms),
  },
  {
    title: "one in a hundred closed in the middle of its body",
    behaviour: { kind: "drop", ms, every: 100, where: "middle" },
    rate: 200,
    seconds: 5,
    truth: (n) => (n % 100 === 0 ? "closed" : ms),
  },
  {
    title: "one in a hundred reset",
    behaviour: { kind: "reset", ms, every: 100 },
    rate: 200,
    seconds: 5,
    truth: (n) => (n % 100 === 0 ? "closed" : ms),
  },
  {
    title: "slow bodies: half of each twenty-fifth after 300 ms",
    behaviour: { kind: "slow-body", slowMs: 300, every: 25 },
    rate: 200,
    seconds: 5,
    truth: (n) => (n % 25 === 0 ? 300 : 0),
  },
  {
    title: "bodies that take too long: one in a hundred",
    behaviour: { kind: "slow-body", slowMs: 60_000, every: 100 },
    rate: 200,
    seconds: 5,
    truth: (n) => (n % 100 === 0 ? "timeout" : 0),
  },
];
