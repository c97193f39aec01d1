import { compareLoads } from "../load/compare/compare-loads.ts";
import { thisMachine } from "../load/compare/conditions.ts";
import { drive } from "../load/drive/drive.ts";
import type { LoadRecord } from "../load/record.ts";
import { readFixtures } from "../sandbox/drill/read/fixtures.ts";
import { evenLoad } from "../sandbox/drill/read/loads.ts";
import { FiredrillError } from "../sandbox/errors.ts";
import { logCount } from "../sandbox/observe/log-arrival.ts";
import { renderComparison } from "../sandbox/report/load/comparison.ts";
import { api } from "../sandbox/services/api.ts";
import { elasticsearch } from "../sandbox/services/elasticsearch.ts";
import { externalApi } from "../sandbox/services/external-api.ts";
import { postgres } from "../sandbox/services/postgres.ts";
import { redis } from "../sandbox/services/redis.ts";
import { processRuntime } from "../sandbox/stack/process-runtime.ts";
import { startStack } from "../sandbox/stack/stack.ts";
import { until } from "../sandbox/wait.ts";
import { main } from "./command.ts";
import { screens } from "./screen.ts";
import { defaultFixtures, wholeNumber } from "./stack-options.ts";

await main({
  name: "npm run bench:logs --",
  summary:
    "What it costs the API's users that Elasticsearch is away: latencies while it is, against while it is not, in turns.",
  options: {
    pairs: { type: "string", value: "N", default: "4", help: "of turns" },
    seconds: { type: "string", value: "S", default: "20", help: "length of a turn" },
    rate: { type: "string", value: "N", default: "150", help: "requests a second" },
    outage: {
      type: "string",
      choices: ["kill", "pause"],
      default: "kill",
      help: "it is not there, or does not answer",
    },
  },
  examples: [
    [
      "npm run bench:logs",
      "four pairs of turns, four minutes; exit 0 if p99 rises by less than 10 %, 2 if that can't be told",
    ],
    [
      "npm run bench:logs -- --seconds 60 --outage pause",
      "for a minute each time, and every answer of it is waited for",
    ],
  ],
  run: async ({ values, signal }) => {
    const { progress } = screens();
    const steady = evenLoad((await readFixtures(defaultFixtures)).loads, "steady");
    if (!steady) throw new FiredrillError("usage", "there is no load profile steady with a rate");
    const profile = {
      ...steady,
      rate: wholeNumber("rate", values.rate),
      duration: `${wholeNumber("seconds", values.seconds)}s` as const,
    };
    const stands = { postgres: postgres(), redis: redis(), externalApi: externalApi(), elasticsearch: elasticsearch() };
    const service = api(stands);
    const all = [...Object.values(stands), service];
    await using runtime = await processRuntime();
    await runtime.prepare(all, [], progress.line, signal);
    await using stack = await startStack(all, runtime, "logs", signal);
    const search = stack.get(stands.elasticsearch);

    const turn = async (): Promise<LoadRecord> =>
      drive(profile, stack.get(service).url("http"), { name: "steady", signal });
    /** Every line is there, and nothing is done for them any more. */
    const settled = async (): Promise<void> => {
      let before = -1;
      const look = async () => {
        const count = await logCount(search.url("http"), signal).catch(() => undefined);
        const same = count !== undefined && count === before;
        before = count ?? -1;
        return same ? { seen: true } : { missing: `${count ?? "no"} lines, and still more` };
      };
      await until(look, { what: "the log to be in elasticsearch", withinMs: 60_000, everyMs: 1500, signal });
    };
    const away = async (): Promise<LoadRecord> => {
      const back = values.outage === "pause" ? await search.pause() : await search.kill();
      try {
        return await turn();
      } finally {
        await back[Symbol.asyncDispose]();
      }
    };
    await turn(); // compiled, connected, prepared
    const there: LoadRecord[] = [];
    const gone: LoadRecord[] = [];
    for (let pair = 1; pair <= wholeNumber("pairs", values.pairs); pair++) {
      // Who goes first takes turns too: the machine may get slower or faster meanwhile.
      for (const isAway of pair % 2 === 1 ? [false, true] : [true, false]) {
        await settled();
        if (isAway) gone.push(await away());
        else there.push(await turn());
      }
      progress.line(`pair ${pair} of ${values.pairs} is driven`);
    }
    const conditions = { profile: "steady", asks: {}, target: "api", machine: thisMachine(), versions: {} };
    const comparison = compareLoads({ schema: 1, conditions, runs: there }, conditions, gone);
    process.stdout.write(renderComparison(comparison, { columns: 110, colour: false }));
    const outcome = comparison.changes.find(({ metric }) => metric === "p99")?.outcome;
    return outcome === "held" ? 0 : outcome === "deviated" ? 1 : 2;
  },
});
