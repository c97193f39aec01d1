import autocannon from "autocannon";
import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import { drive } from "../load/drive/drive.ts";
import type { LoadRecord } from "../load/record.ts";
import { main } from "./command.ts";
import { goFirst } from "./go-first.ts";
import { startKnown } from "./known-server.ts";
import { screens } from "./screen.ts";
import { truthCases } from "./truth-cases.ts";
import type { TruthCase } from "./truth-cases.ts";

const requests = [{ method: "GET" as const, path: "/", weight: 1 }];
const percentiles = [50, 90, 95, 99] as const;
/** autocannon has no p95. */
const itsPercentiles = { 50: "p50", 90: "p90", 99: "p99" } as const;

/** Where generator or server come so late one time in a hundred, other programs keep them from being exact to two milliseconds. */
const restlessMs = 1.5;

/** What was found, or has to be: milliseconds at the percentiles, and how many requests failed. */
interface Found {
  readonly ms: ReadonlyMap<number, number>;
  readonly failed: number;
}

await main({
  name: "npm run bench:truth --",
  summary:
    "Known servers: what the schedule says, what the driver says (within 2 ms or 2 %, counts exact), and what autocannon says.",
  options: { only: { type: "string", value: "WORD", help: "cases whose title holds it" } },
  examples: [["npm run bench:truth", "all cases, a minute and a half"]],
  run: async ({ values, signal }) => {
    const { progress } = screens();
    const priority = goFirst();
    let [wrong, unsure] = [0, 0];
    for (const one of truthCases.filter(({ title }) => title.includes(values.only ?? ""))) {
      progress.line(one.title);
      const wanted = truth(one);
      const { record, delayMs } = await ours(one, signal);
      const found = asFound(record);
      const good = agrees(found, wanted);
      const lateMs = Math.max(record.generator.lateMs.p99, delayMs);
      const disturbed = found.failed === wanted.failed && lateMs > restlessMs;
      if (!good && disturbed) unsure++;
      else if (!good) wrong++;
      const verdict = good
        ? "true"
        : disturbed
          ? `this machine is too busy to say: its programs came ${lateMs.toFixed(1)} ms late`
          : "WRONG";
      process.stdout.write(
        `${one.title} (${one.rate}/s for ${one.seconds} s)\n` +
          `  schedule    ${text(wanted, wanted)}\n` +
          `  firedrill   ${text(found, wanted)}  ${verdict}\n` +
          `  autocannon  ${text(await theirs(one, signal), wanted)}\n` +
          (record.generator.behind === null ? "" : `  ${record.generator.behind}\n`),
      );
    }
    process.stdout.write(
      `! is more than 2 ms and more than 2 % from the schedule, or another count; measured ${priority}\n`,
    );
    if (wrong > 0) return 1;
    return unsure > 0 ? 2 : 0;
  },
});

/** `delayMs`: by how much the server came late, p99. */
async function ours(one: TruthCase, signal: AbortSignal): Promise<{ record: LoadRecord; delayMs: number }> {
  await using server = await startKnown(one.behaviour);
  await warmUp(server.url, signal);
  const profile = { title: one.title, requests, rate: one.rate, duration: `${one.seconds}s` } as const;
  const record = await drive(profile, server.url, { name: "truth", signal });
  const delay = await fetch(new URL("/delay", server.url), { signal });
  return { record, delayMs: Number(await delay.text()) };
}

function asFound({ latency, count }: LoadRecord): Found {
  const histogram = decodeFromCompressedBase64(latency);
  const { sent, completed, unsent } = count;
  return {
    ms: new Map(percentiles.map((p) => [p, histogram.getValueAtPercentile(p) / 1000])),
    failed: sent - completed + unsent.busy + unsent.late,
  };
}

/** As it comes: at its defaults, but for the rate. */
async function theirs({ behaviour, rate, seconds }: TruthCase, signal: AbortSignal): Promise<Found> {
  await using server = await startKnown(behaviour);
  await warmUp(server.url, signal);
  const result = await autocannon({ url: server.url.href, overallRate: rate, duration: seconds });
  const ms = Object.entries(itsPercentiles).map(([p, name]) => [Number(p), result.latency[name]] as const);
  return { ms: new Map(ms), failed: result.errors + result.non2xx };
}

/** What is compiled in the first second is slow in it, connections too. The server does not count these. */
async function warmUp(target: URL, signal: AbortSignal): Promise<void> {
  const warm = { title: "warm-up", requests: [{ method: "GET", path: "/warm-up", weight: 1 }] } as const;
  await drive({ ...warm, connections: 100, think: "100ms", duration: "3s" }, target, { name: "warm-up", signal });
}

function truth(one: TruthCase): Found {
  const all = Array.from({ length: one.rate * one.seconds }, (_, i) => one.truth(i + 1, (i * 1000) / one.rate));
  const sorted = all.filter((each) => typeof each === "number").toSorted((a, b) => a - b);
  const at = (p: number): number => sorted[Math.max(0, Math.ceil((sorted.length * p) / 100) - 1)] ?? Number.NaN;
  return { ms: new Map(percentiles.map((p) => [p, at(p)])), failed: all.length - sorted.length };
}

function close(found: number, wanted: number): boolean {
  return Math.abs(found - wanted) <= Math.max(2, 0.02 * wanted);
}

function agrees(found: Found, wanted: Found): boolean {
  return found.failed === wanted.failed && [...wanted.ms].every(([p, ms]) => close(found.ms.get(p) ?? Number.NaN, ms));
}

function text(found: Found, wanted: Found): string {
  const at = [...wanted.ms].map(([p, should]) => {
    const ms = found.ms.get(p);
    return `p${p} ${ms === undefined ? "none" : ms.toFixed(1)}${ms === undefined || close(ms, should) ? " " : "!"}`;
  });
  return `${at.map((each) => each.padEnd(13)).join("")}failed ${found.failed}${found.failed === wanted.failed ? " " : "!"}`;
}
