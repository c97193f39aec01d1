import { readFixtures } from "../sandbox/drill/read/fixtures.ts";
import { fullSpeed } from "../load/full-speed.ts";
import type { Speed } from "../load/full-speed.ts";
import { spread } from "../sandbox/report/bench.ts";
import { FiredrillError } from "../sandbox/errors.ts";
import { api } from "../sandbox/services/api.ts";
import { externalApi } from "../sandbox/services/external-api.ts";
import { postgres } from "../sandbox/services/postgres.ts";
import { redis } from "../sandbox/services/redis.ts";
import { processRuntime } from "../sandbox/stack/process-runtime.ts";
import { startStack } from "../sandbox/stack/stack.ts";
import { main } from "./command.ts";
import { screens } from "./screen.ts";
import { defaultFixtures, wholeNumber } from "./stack-options.ts";

const wanted = 0.85;

/** One build of the API with databases of its own. */
function cast(entry: "main" | "bare") {
  const stands = { postgres: postgres(), redis: redis(), externalApi: externalApi() };
  const service = api({ entry, ...stands });
  return { service, all: [stands.postgres, stands.redis, stands.externalApi, service] };
}

await main({
  name: "npm run bench:api --",
  summary:
    "What metrics and request log cost: throughput and p99 of the API ÷ those of the same routes without, in turns.",
  options: {
    rounds: { type: "string", value: "N", default: "8", help: "pairs of turns" },
    turn: { type: "string", value: "MS", default: "2500", help: "length of a turn" },
    connections: { type: "string", value: "N", default: "16", help: "requests under way at once" },
    load: { type: "string", value: "NAME", default: "steady", help: "the load profile whose mix is sent" },
  },
  examples: [
    ["npm run bench:api", "eight pairs of turns, three quarters of a minute"],
    ["npm run bench:api -- --rounds 20 --turn 1000", "more and shorter ones"],
  ],
  run: async ({ values, signal }) => {
    const { progress } = screens();
    const { loads } = await readFixtures(defaultFixtures);
    const profile = loads.get(values.load);
    if (!profile) throw new FiredrillError("usage", `--load ${values.load}: there are ${[...loads.keys()].join(", ")}`);
    const [instrumented, bare] = [cast("main"), cast("bare")];
    await using runtime = await processRuntime();
    await runtime.prepare([...instrumented.all, ...bare.all], [], progress.line, signal);
    await using watched = await startStack(instrumented.all, runtime, "instrumented", signal);
    await using unwatched = await startStack(bare.all, runtime, "bare", signal);
    const urls = {
      instrumented: watched.get(instrumented.service).url("http"),
      bare: unwatched.get(bare.service).url("http"),
    };

    const milliseconds = wholeNumber("turn", values.turn);
    const connections = wholeNumber("connections", values.connections);
    const drive = async (build: keyof typeof urls): Promise<Speed> => {
      // As Prometheus would, a few times a minute.
      if (build === "instrumented") await (await fetch(new URL("/metrics", urls[build]), { signal })).arrayBuffer();
      return fullSpeed(profile, urls[build], { connections, milliseconds, signal });
    };
    for (const build of ["instrumented", "bare"] as const) await drive(build); // compiled, connected, prepared
    const rounds: { readonly instrumented: Speed; readonly bare: Speed }[] = [];
    for (let round = 1; round <= wholeNumber("rounds", values.rounds); round++) {
      // Who goes first takes turns too: the machine may get slower or faster meanwhile.
      const first = round % 2 === 1 ? await drive("instrumented") : undefined;
      const second = await drive("bare");
      const pair = { instrumented: first ?? (await drive("instrumented")), bare: second };
      rounds.push(pair);
      progress.line(`round ${round}: ${text(pair.instrumented)}; bare ${text(pair.bare)}`);
    }
    const ratio = (of: (speed: Speed) => number) =>
      spread(rounds.map((round) => of(round.instrumented) / of(round.bare)));
    const throughput = ratio((speed) => speed.perSecond);
    const p99 = ratio((speed) => speed.p99Ms);
    process.stdout.write(
      `throughput ÷ bare ${range(throughput)} (wanted: ${wanted} or more)\n` +
        `p99 ÷ bare ${range(p99)}\n` +
        `medians of ${rounds.length} pairs of turns, ${connections} connections, mix ${values.load}\n`,
    );
    return throughput.median >= wanted ? 0 : 1;
  },
});

function text({ perSecond, p99Ms }: Speed): string {
  return `${Math.round(perSecond)}/s, p99 ${p99Ms.toFixed(1)} ms`;
}

function range({ least, median, most }: ReturnType<typeof spread>): string {
  return `${median.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
}
