import autocannon from "autocannon";
import { drive } from "../load/drive/drive.ts";
import { FiredrillError } from "../sandbox/errors.ts";
import { spread } from "../sandbox/report/bench.ts";
import { main } from "./command.ts";
import { startKnown } from "./known-server.ts";
import { screens } from "./screen.ts";
import { wholeNumber } from "./stack-options.ts";

const wanted = 0.9;
const mostGrowthMb = 10;
const profile = { title: "bench", requests: [{ method: "GET", path: "/", weight: 1 }] } as const;

interface Speed {
  readonly perSecond: number;
  /** Of processor time: the same on a machine that has other things to do. */
  readonly usEach: number;
}

interface Turn {
  readonly ours: Speed;
  readonly theirs: Speed;
}

await main({
  name: "npm run bench:load --",
  summary:
    "The driver's throughput ÷ autocannon's, in turns, against a server that answers as fast as can be; and its heap.",
  options: {
    rounds: { type: "string", value: "N", default: "7", help: "pairs of turns, of each kind" },
    turn: { type: "string", value: "S", default: "2", help: "seconds of a turn" },
    connections: { type: "string", value: "N", default: "16", help: "requests under way at once" },
    rate: { type: "string", value: "N", default: "8000", help: "requests per second of the turns with a rate" },
    minutes: { type: "string", value: "N", help: "instead: how the heap grows from the first minute to the last" },
  },
  examples: [
    ["npm run bench:load", "seven pairs of turns as fast as can be, seven at a rate; a minute"],
    ["npm run bench:load -- --minutes 5", "the heap, in five minutes at the rate"],
  ],
  run: async ({ values, signal }) => {
    await using server = await startKnown("canned");
    const rate = wholeNumber("rate", values.rate);
    if (values.minutes !== undefined)
      return await heap(server.url, rate, wholeNumber("minutes", values.minutes), signal);

    const connections = wholeNumber("connections", values.connections);
    const seconds = wholeNumber("turn", values.turn);
    const rounds = wholeNumber("rounds", values.rounds);
    const fast = await turns(`${connections} connections`, rounds, {
      ours: () => ours({ connections }, seconds, server.url, signal),
      theirs: () => theirs({ connections }, seconds, server.url, signal),
    });
    const even = await turns(`${rate}/s`, rounds, {
      ours: () => ours({ rate }, seconds, server.url, signal),
      theirs: () => theirs({ connections, overallRate: rate }, seconds, server.url, signal),
    });
    return Math.min(fast, even) >= wanted ? 0 : 1;
  },
});

/** The median of the ratios, which it prints. */
async function turns(
  what: string,
  rounds: number,
  of: { ours(): Promise<Speed>; theirs(): Promise<Speed> },
): Promise<number> {
  const { progress } = screens();
  await of.ours(); // compiled, connected
  await of.theirs();
  const all: Turn[] = [];
  for (let round = 1; round <= rounds; round++) {
    // Who goes first takes turns too: the machine may get slower or faster meanwhile.
    const first = round % 2 === 1 ? await of.ours() : undefined;
    const theirs = await of.theirs();
    const turn = { ours: first ?? (await of.ours()), theirs };
    all.push(turn);
    progress.line(`${what}: ${text(turn.ours)}; autocannon ${text(theirs)}: ${ratio(turn).toFixed(2)}`);
  }
  const { least, median, most } = spread(all.map(ratio));
  const cost = spread(all.map(({ ours, theirs }) => ours.usEach / theirs.usEach));
  process.stdout.write(
    `${what}: answers ÷ autocannon's ${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)}; wanted: ${wanted} or more), ` +
      `processor time of each ÷ autocannon's ${cost.median.toFixed(2)}\n`,
  );
  return median;
}

function ratio({ ours, theirs }: Turn): number {
  return ours.perSecond / theirs.perSecond;
}

function text({ perSecond, usEach }: Speed): string {
  return `${Math.round(perSecond)}/s (${usEach.toFixed(1)} µs each)`;
}

/** One thread, as autocannon has it. */
async function ours(
  how: { readonly connections: number } | { readonly rate: number },
  seconds: number,
  target: URL,
  signal: AbortSignal,
): Promise<Speed> {
  const before = process.cpuUsage();
  const record = await drive({ ...profile, ...how, duration: `${seconds}s` }, target, {
    name: "bench",
    signal,
    threads: 1,
  });
  return speed(record.count.completed, record.seconds, before);
}

async function theirs(
  how: { readonly connections: number; readonly overallRate?: number },
  seconds: number,
  target: URL,
  signal: AbortSignal,
): Promise<Speed> {
  const before = process.cpuUsage();
  if (signal.aborted) throw new FiredrillError("interrupted", "interrupted");
  const result = await autocannon({ url: target.href, duration: seconds, ...how });
  return speed(result.requests.total, result.duration, before);
}

function speed(answers: number, seconds: number, before: NodeJS.CpuUsage): Speed {
  const { user, system } = process.cpuUsage(before);
  return { perSecond: answers / seconds, usEach: (user + system) / answers };
}

/** What is left of the heap at its emptiest, in each minute. */
async function heap(target: URL, rate: number, minutes: number, signal: AbortSignal): Promise<number> {
  const { progress } = screens();
  const least = Array.from({ length: minutes }, () => Infinity);
  const listen = ({ second }: { readonly second: number }): void => {
    const minute = Math.floor(second / 60);
    least[minute] = Math.min(least[minute] ?? Infinity, process.memoryUsage().heapUsed / 2 ** 20);
    if (second % 60 === 59) progress.line(`minute ${minute + 1}: ${least[minute]?.toFixed(1)} MB`);
  };
  const load = { ...profile, rate, duration: `${minutes * 60}s` } as const;
  const { count, generator } = await drive(load, target, { name: "bench", signal, threads: 1, listen });
  const growth = (least.at(-1) ?? Number.NaN) - (least[0] ?? Number.NaN);
  process.stdout.write(
    `heap ${least[0]?.toFixed(1)} MB in the first minute, ${least.at(-1)?.toFixed(1)} MB in minute ${minutes}: ` +
      `${growth.toFixed(1)} MB more (wanted: less than ${mostGrowthMb}); ${count.completed} answers at ${rate}/s` +
      `${generator.behind === null ? "" : `; ${generator.behind}`}\n`,
  );
  return growth < mostGrowthMb ? 0 : 1;
}
