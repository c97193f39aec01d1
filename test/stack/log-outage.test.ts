import { isDeepStrictEqual } from "node:util";
import { afterAll, expect, test } from "vitest";
import { FiredrillError } from "../../sandbox/errors.ts";
import { getJson } from "../../sandbox/observe/http.ts";
import { api } from "../../sandbox/services/api.ts";
import { elasticsearch } from "../../sandbox/services/elasticsearch.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import type { Running } from "../../sandbox/stack/service.ts";
import { until } from "../../sandbox/wait.ts";

type Line = Readonly<Record<string, unknown>>;

interface Found {
  readonly hits: { readonly hits: readonly { readonly _source: Line }[] };
}

const search = elasticsearch();
/** Without its databases it says so, and logs that as well as anything. */
const service = api({ elasticsearch: search });

const runtime = await processRuntime();
afterAll(() => runtime[Symbol.asyncDispose]());
const missing = await runtime
  .prepare([search, service], [], () => {})
  .then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof FiredrillError && error.code === "program-missing") return error.message;
      throw error;
    },
  );
const title = "a log whose Elasticsearch comes late, is killed and comes back is there: each line once, in order";

test.skipIf(missing !== undefined)(
  `${title}${missing === undefined ? "" : `: ${missing}`}`,
  async () => {
    await using network = await runtime.network("log-outage");
    const writer = await network.start(service);
    await ask(writer, 40);
    const index = await network.start(search);
    const first = await allThere(writer, index, 40);

    const back = await index.kill();
    await ask(writer, 60);
    await back[Symbol.asyncDispose]();
    expect(await droppedBy(writer)).toBe(0);
    const lines = await allThere(writer, index, first.length + 61);
    const documents = await documentsOf(index);
    expect(complaints(lines, documents)).toEqual([]);
    // What the check would say otherwise.
    expect(complaints(lines, documents.slice(1))).toEqual(["1 is missing"]);
    expect(complaints(lines, [...documents, ...documents.slice(0, 1)])).toEqual(["1 is there 2 times"]);
    expect(complaints(lines, [...documents.slice(1), ...documents.slice(0, 1)])).toEqual(["1 came after later ones"]);
    expect(complaints(lines, documents.with(0, { ...documents[0], message: "" }))).toEqual(["1 differs"]);

    // And once more, without coming back: the API ends, and leaves the rest to the console and the files.
    await index.kill();
    await ask(writer, 20);
    await writer[Symbol.asyncDispose]();
    const all = await linesOf(writer);
    const left = Number(all.at(-1)?.["bailbondpro.lines.left"]);
    expect(all.slice(0, -1).map((line) => line["event.sequence"])).toEqual(all.slice(0, -1).map((_, i) => i + 1));
    expect(left).toBeGreaterThanOrEqual(20);
    expect(all.length - 1 - left).toBeGreaterThanOrEqual(lines.length); // none of those that were there
  },
  420_000,
);

/** Each is a line. */
async function ask(writer: Running<"http" | "control">, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const answer = await fetch(new URL(`/api/bonds/${i}`, writer.url("http")), { signal: AbortSignal.timeout(10_000) });
    await answer.arrayBuffer();
  }
}

/** What it logged, once so many lines at least, and all that it logged, are in the index. */
async function allThere(writer: Running, index: Running<"http">, atLeast: number): Promise<readonly Line[]> {
  const look = async () => {
    const lines = await linesOf(writer);
    const count = (await documentsOf(index)).length;
    return lines.length >= atLeast && count >= lines.length
      ? { seen: lines }
      : { missing: `${count} of ${lines.length} lines, of which there should be ${atLeast}` };
  };
  return await until(look, { what: "the log to be in Elasticsearch", withinMs: 60_000, everyMs: 200 });
}

/** Every line of its log, from the console. */
async function linesOf(writer: Running): Promise<readonly Line[]> {
  const rows = (await writer.log()).split("\n").filter((row) => row.startsWith('{"@timestamp"'));
  return rows.map((row) => JSON.parse(row) as Line);
}

/** In the order in which they came; none as long as there is no index, or it is being made. */
async function documentsOf(index: Running<"http">): Promise<readonly Line[]> {
  const path = "/bailbondpro-logs/_search?size=10000&sort=_seq_no&ignore_unavailable=true";
  await fetch(new URL("/_refresh", index.url("http")), { method: "POST" });
  const found = (await getJson(new URL(path, index.url("http"))).catch(() => undefined)) as Found | undefined;
  return found?.hits.hits.map(({ _source }) => _source) ?? [];
}

/** What is not as it should be with the lines, told by their number: each is there once, as it was, none before an earlier one. */
function complaints(lines: readonly Line[], documents: readonly Line[]): readonly string[] {
  const numbers = documents.map((document) => Number(document["event.sequence"]));
  return lines.flatMap((line, i) => {
    const number = i + 1;
    const places = numbers.flatMap((one, place) => (one === number ? [place] : []));
    if (places.length !== 1)
      return places.length === 0 ? [`${number} is missing`] : [`${number} is there ${places.length} times`];
    const place = places[0] ?? 0;
    if (!isDeepStrictEqual(documents[place], line)) return [`${number} differs`];
    return numbers.slice(0, place).some((other) => other > number) ? [`${number} came after later ones`] : [];
  });
}

async function droppedBy(writer: Running<"http" | "control">): Promise<number> {
  const text = await (await fetch(new URL("/metrics", writer.url("http")))).text();
  return Number(/^log_lines_dropped_total\{sink="elasticsearch"\} (\d+)$/m.exec(text)?.[1]);
}
