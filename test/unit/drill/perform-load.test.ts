import { expect, test } from "vitest";
import type { LoadProfile } from "../../../load/profile.ts";
import type { LoadRun } from "../../../sandbox/drill/load/load-run.ts";
import { performLoad } from "../../../sandbox/drill/load/perform-load.ts";
import type { Loading } from "../../../sandbox/drill/load/run-load.ts";
import { loadReport } from "../../../sandbox/report/load/json.ts";
import { renderLoadText } from "../../../sandbox/report/load/text.ts";
import { counted, loadRecord } from "../../helpers/load-record.ts";

const mix = { title: "T", requests: [{ method: "GET" as const, path: "/", weight: 1 }] };
const standing = {
  objectives: {
    period: "30d" as const,
    objectives: [{ name: "availability", objective: 0.99, client: { answered: true as const } }],
    thresholds: [],
  },
  signal: new AbortController().signal,
  listener: { says: () => {}, second: () => {} },
};
const search: LoadProfile = { ...mix, breakpoint: { from: 100, to: 1600, step: "10s", tolerance: 0.1 } };

/** A service that drops one connection in ten above so many requests a second; `asked` gets each load. */
function breaksAt(knee: number, asked: Loading[]) {
  return async (loading: Loading): Promise<LoadRun> => {
    asked.push(loading);
    const rate = "rate" in loading.profile ? loading.profile.rate : 0;
    const sent = rate * 10;
    const count = counted(sent, rate > knee ? { closed: sent / 10 } : {});
    const record = loadRecord({ count, seconds: 10, wantedPerSecond: rate });
    return { record, side: null, alerts: null, fell: null, versions: {}, notes: [] };
  };
}

test("a search tries rates until the knee is known; what is reported is the trial there, and each of them", async () => {
  const asked: Loading[] = [];
  const { load, found } = await performLoad({ name: "breakpoint", profile: search }, standing, breaksAt(500, asked));
  expect(asked.map(({ profile, says }) => ["rate" in profile && profile.rate, says]).slice(0, 4)).toEqual([
    [100, "trial 1: 100 per second"],
    [200, "trial 2: 200 per second"],
    [400, "trial 3: 400 per second"],
    [800, "trial 4: 800 per second"],
  ]);
  const held = found?.knee.held ?? 0;
  expect(held).toBeGreaterThan(450);
  expect(held).toBeLessThanOrEqual(500);
  expect(load.run.record.wantedPerSecond).toBe(held);
  const report = loadReport(load, { runtime: null, found, comparison: null });
  expect(report).toMatchObject({ outcome: "held", rate: { wanted: held }, breakpoint: { held } });
  expect(report.breakpoint?.trials.map(({ rate, outcome }) => [rate, outcome])).toEqual(
    asked.map(({ profile }) => ["rate" in profile && profile.rate, expect.stringMatching(/held|deviated/)]),
  );
  const text = renderLoadText(report, { columns: 100, colour: false });
  expect(text).toMatch(/^ +800 +800\.0 +10\.0 +800 +\d+.* deviated$/m);
  expect(text).toMatch(new RegExp(`^✓ the highest rate that keeps the objectives: ${held} per second held`, "m"));
});

test("a trial that could not tell is longer, and says so; each has its whole account", async () => {
  const asked: Loading[] = [];
  const slow: LoadProfile = { ...mix, breakpoint: { from: 20, to: 20, step: "10s" } };
  const { load, found } = await performLoad({ name: "breakpoint", profile: slow }, standing, breaksAt(500, asked));
  expect(asked.map(({ says }) => says)).toEqual([
    "trial 1: 20 per second",
    "trial 2: 20 per second, 2 × 10s since that could not tell",
    "trial 3: 20 per second, 4 × 10s since that could not tell",
  ]);
  const report = loadReport(load, { runtime: null, found, comparison: null });
  const none = { connection: 0, closed: 0, timeout: 0, status: 0, body: 0 };
  const account = { sent: 200, completed: 200, errors: none, lost: 0 };
  expect(report.breakpoint?.trials).toMatchObject([1, 2, 4].map((times) => ({ times, ...account })));
  const text = renderLoadText(report, { columns: 100, colour: false });
  expect(text).toMatch(/^ +20 +20\.0 +4 × step: 10\.0 /m);
  expect(text).not.toContain("1 × step");
});

test("twin: where not even the lowest rate holds, that is the load, and it deviated", async () => {
  const { load, found } = await performLoad({ name: "breakpoint", profile: search }, standing, breaksAt(50, []));
  expect(found?.knee.held).toBeNull();
  expect(load.run.record.wantedPerSecond).toBe(100);
  expect(loadReport(load, { runtime: null, found, comparison: null }).outcome).toBe("deviated");
});

test("a load that is no search is put on once", async () => {
  const asked: Loading[] = [];
  const one: LoadProfile = { ...mix, rate: 200, duration: "10s" };
  const { load, found } = await performLoad({ name: "one", profile: one }, standing, breaksAt(500, asked));
  expect(asked).toMatchObject([{ name: "one", says: "under load", profile: one }]);
  expect(found).toBeNull();
  expect(load.verdict.outcome).toBe("held");
});
