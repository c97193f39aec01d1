import { build, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import type { Count, EncodedHistogram, LoadRecord, LoadSecond, RouteRecord } from "../../load/record.ts";

/** As a driver encodes it. */
export function encoded(latenciesMs: Iterable<number>): EncodedHistogram {
  const histogram = build({ highestTrackableValue: 600_000_000, numberOfSignificantValueDigits: 3 });
  for (const ms of latenciesMs) histogram.recordValue(Math.max(1, Math.round(ms * 1000)));
  return encodeIntoCompressedBase64(histogram);
}

export function counted(sent: number, errors: Partial<Count["errors"]> = {}, rest: Partial<Count> = {}): Count {
  const all = { connection: 0, closed: 0, timeout: 0, status: 0, body: 0, ...errors };
  const { lost = 0, unsent = { busy: 0, late: 0 } } = rest;
  const failed = Object.values(all).reduce((sum, one) => sum + one, 0);
  return { sent, completed: sent - failed - lost, errors: all, lost, unsent };
}

/** Evenly spread and skewed to the low end, the same on every run: a few times the fastest at most, but for one in a hundred. */
export function spread(answers: number, fastestMs: number): number[] {
  return Array.from({ length: answers }, (_, index) => {
    const place = ((index * 7919) % answers) / answers;
    return fastestMs * (1 + 2 * place ** 3 + (place > 0.99 ? 1200 * (place - 0.99) : 0));
  });
}

/** Thirty seconds at a hundred a second, with a stall in the middle and some failures after it. */
export function loadRecord(changes: Partial<LoadRecord> = {}): LoadRecord {
  const stall = (second: number): number => (second === 12 || second === 13 ? 700 : 0);
  const timeline = Array.from({ length: 30 }, (_, second): LoadSecond => {
    const failed = second >= 13 && second < 17 ? 3 : 0;
    const slow = 1 + 0.15 * Math.sin(second);
    const latencyMs = {
      p50: 4 * slow + stall(second),
      p95: 11 * slow + stall(second),
      p99: 19 * slow + stall(second),
      max: 48 * slow + stall(second),
    };
    return { second, due: 100, sent: 100, completed: 100 - failed, failed, answered: 100 - failed, latencyMs };
  });
  const service = [...spread(2980, 3.6)];
  const intended = service.map((ms, index) => (index % 20 === 0 ? ms + ((index / 20) % 140) * 5 : ms));
  const routes: RouteRecord[] = [
    { route: "GET /api/bonds", count: counted(1800, { status: 5, timeout: 2 }), latency: encoded(spread(1790, 3)) },
    { route: "GET /api/clients/42", count: counted(900, { closed: 5 }), latency: encoded(spread(895, 5)) },
    { route: "POST /api/payments", count: counted(300), latency: encoded(spread(300, 9)) },
  ];
  return {
    profile: "steady",
    title: "A steady hundred requests a second",
    model: "open",
    target: "http://127.0.0.1:40123",
    startedAt: Date.UTC(2026, 10, 24, 22, 0, 0),
    seconds: 30,
    wantedPerSecond: 100,
    count: counted(3000, { status: 5, timeout: 2, closed: 5 }),
    routes,
    latency: encoded(intended),
    service: encoded(service),
    timeline,
    generator: {
      workers: 1,
      cores: 0.21,
      loopDelayMs: { p99: 11.2, max: 24.8 },
      lateMs: { p99: 1.4, max: 12 },
      behind: null,
    },
    stopped: null,
    ...changes,
  };
}
