import { build, encodeIntoCompressedBase64 } from "hdr-histogram-js";
import type { Conditions } from "../../../../load/compare/conditions.ts";
import { seededRandom } from "../../../../load/compare/random.ts";
import type { LoadRecord } from "../../../../load/record.ts";

export const conditions: Conditions = {
  profile: "steady",
  asks: { title: "An ordinary day", rate: 100, requests: [{ method: "GET", path: "/a", weight: 1 }] },
  target: "the sandbox, as processes",
  machine: { platform: "linux/x64", cpu: "a cpu", cores: 2 },
  versions: { node: "20.19.0" },
};

const seconds = 8;
const perSecond = 100;

/** Answers from 20 ms on, as many times as long as said. */
export function record(seed: number, times = 1, lateMs = 1): LoadRecord {
  const random = seededRandom(seed);
  const histogram = () => build({ highestTrackableValue: 10_000_000, numberOfSignificantValueDigits: 3 });
  const all = histogram();
  const spans = Array.from({ length: seconds }, () => {
    const one = histogram();
    for (let n = 0; n < perSecond; n++) one.recordValue(Math.round(20_000 * times * (1 + random() / 4)));
    all.add(one);
    return encodeIntoCompressedBase64(one);
  });
  const latency = encodeIntoCompressedBase64(all);
  const count = {
    sent: seconds * perSecond,
    completed: seconds * perSecond,
    errors: { connection: 0, closed: 0, timeout: 0, status: 0, body: 0 },
    lost: 0,
    unsent: { busy: 0, late: 0 },
  };
  return {
    profile: "steady",
    title: "An ordinary day",
    model: "open",
    target: "http://127.0.0.1:3000",
    startedAt: 1_790_000_000_000,
    seconds,
    wantedPerSecond: perSecond,
    count,
    routes: [{ route: "GET /a", count, latency }],
    latency,
    service: latency,
    timeline: Array.from({ length: seconds }, (_, second) => ({
      second,
      due: perSecond,
      sent: perSecond,
      completed: perSecond,
      failed: 0,
      latencyMs: null,
    })),
    spans: { seconds: 1, latency: spans, lateMs: spans.map(() => lateMs) },
    generator: {
      workers: 1,
      cores: 0.1,
      loopDelayMs: { p99: 1, max: 2 },
      lateMs: { p99: 1, max: 2 },
      behind: null,
    },
    stopped: null,
  };
}
