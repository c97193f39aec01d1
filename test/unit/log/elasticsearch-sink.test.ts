import { describe, expect, test } from "vitest";
import { elasticsearch } from "../../../sandbox/apps/api/log/elasticsearch.ts";
import { backOff, ElasticsearchSink } from "../../../sandbox/apps/api/log/elasticsearch-sink.ts";
import { until } from "../../../sandbox/wait.ts";
import { BulkServer } from "../../helpers/bulk-server.ts";
import type { Deed } from "../../helpers/bulk-server.ts";

type Options = Partial<ConstructorParameters<typeof ElasticsearchSink>[0]>;

/** A sink of that server, that waits for next to nothing; and how often it has failed in a row, each time. */
function sinkTo(server: BulkServer, options: Options = {}) {
  const failures: number[] = [];
  const quick = (count: number) => {
    failures.push(count);
    return 1;
  };
  const given = { elasticsearch: elasticsearch(server.target.url), process: "p", everyMs: 1, backOff: quick };
  const sink = new ElasticsearchSink({ ...given, ...options });
  let sequence = 0;
  return {
    sink,
    failures,
    /** So many lines more; how many of them were taken. */
    write: (count: number, size = 0) => {
      let taken = 0;
      for (let i = 0; i < count; i++) {
        sequence += 1;
        if (sink.write(JSON.stringify({ "event.sequence": sequence, x: "x".repeat(size) }), sequence)) taken += 1;
      }
      return taken;
    },
  };
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

function settled(sink: ElasticsearchSink): Promise<void> {
  return becomes("nothing to wait", () => (sink.waiting === 0 ? undefined : `${sink.waiting} lines wait`));
}

async function becomes(what: string, missing: () => string | undefined): Promise<void> {
  const look = () => {
    const still = missing();
    return Promise.resolve(still === undefined ? { seen: undefined } : { missing: still });
  };
  await until(look, { what, withinMs: 20_000, everyMs: 2 });
}

describe("while all is well", () => {
  test("nobody waits; each line is there once, in order, after the template", async () => {
    await using server = await new BulkServer().listen();
    const { sink, write } = sinkTo(server);
    expect(write(3)).toBe(3);
    expect([sink.waiting, server.bulks]).toEqual([3, []]);
    await settled(sink);
    write(2);
    await sink.close(10_000);
    expect(server.taken).toEqual([1, 2, 3, 4, 5]);
    expect(server.target.seen.map(({ line }) => line.replace(/\?.*/, ""))).toEqual([
      "PUT /_index_template/bailbondpro-logs",
      "POST /bailbondpro-logs/_bulk",
      "POST /bailbondpro-logs/_bulk",
    ]);
    expect(server.target.seen[1]?.body.split("\n")[0]).toBe('{"create":{"_id":"p-1"}}');
    expect([sink.dropped, sink.waiting]).toEqual([0, 0]);
  });

  test("what is much does not wait for more, and goes in parts, one at a time", async () => {
    await using server = await new BulkServer().listen();
    const { sink, write } = sinkTo(server, { fullBulk: 300, everyMs: 1_000_000 });
    write(40);
    await becomes("the first parts", () => (server.taken.length >= 35 ? undefined : `${server.taken.length}`));
    await sink.close(10_000);
    expect(server.taken).toEqual(numbers(1, 40));
    expect(server.bulks.length).toBeGreaterThan(3);
  });

  test("user and password of the address go as a header", async () => {
    await using server = await new BulkServer().listen();
    const url = new URL(server.target.url);
    [url.username, url.password] = ["log", "p@ss"];
    const { sink, write } = sinkTo(server, { elasticsearch: elasticsearch(url) });
    write(1);
    await sink.close(10_000);
    const basic = `Basic ${Buffer.from("log:p@ss").toString("base64")}`;
    expect(server.target.seen.map(({ headers }) => headers.authorization)).toEqual([basic, basic]);
  });
});

describe("what fails is sent again, before anything newer", () => {
  test("where nobody listens, until somebody does", async () => {
    await using server = await new BulkServer().listen();
    await server.shut();
    const { sink, write, failures } = sinkTo(server);
    write(2);
    await becomes("three failures", () => (failures.length >= 3 ? undefined : `${failures.length} failures`));
    write(2);
    expect([sink.waiting, sink.dropped]).toEqual([4, 0]);
    expect(failures.slice(0, 3)).toEqual([1, 2, 3]);
    await server.listen();
    await settled(sink);
    expect(server.taken).toEqual([1, 2, 3, 4]);
    write(1);
    server.deeds = [503];
    await settled(sink);
    expect(failures.at(-1)).toBe(1); // counted anew
    await sink.close(10_000);
  });

  test("too many requests, a failure of its own, no permission: the same lines", async () => {
    await using server = await new BulkServer().listen();
    server.deeds = [429, 500, 403];
    const { sink, write } = sinkTo(server);
    write(2);
    await becomes("an attempt", () => (server.bulks.length > 0 ? undefined : "none"));
    write(2);
    await settled(sink);
    expect(server.bulks).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
      [1, 2],
      [3, 4],
    ]);
    expect(server.taken).toEqual([1, 2, 3, 4]);
    await sink.close(10_000);
  });

  test.each(["take-and-cut", "take-and-forget"] as const)("%s: a line that was taken is there once", async (deed) => {
    await using server = await new BulkServer().listen();
    server.deeds = [deed];
    const { sink, write } = sinkTo(server);
    write(3);
    await settled(sink);
    expect(server.bulks).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect([server.taken, sink.dropped]).toEqual([[1, 2, 3], 0]);
    await sink.close(10_000);
  });

  test("a server that knows no ids has such lines twice", async () => {
    await using server = await new BulkServer().listen();
    server.knowsIds = false;
    server.deeds = ["take-and-cut"];
    const { sink, write } = sinkTo(server);
    write(3);
    await settled(sink);
    expect(server.taken).toEqual([1, 2, 3, 1, 2, 3]);
    await sink.close(10_000);
  });

  test("an answer that does not come is not waited for", async () => {
    await using server = await new BulkServer().listen();
    server.deeds = ["hang"];
    const { sink, write } = sinkTo(server, { answerWithinMs: 100 });
    write(2);
    await settled(sink);
    expect(server.taken).toEqual([1, 2]);
    await sink.close(10_000);
  });

  test("of a bulk that failed in part, those lines alone; what is refused for good is dropped and counted", async () => {
    await using server = await new BulkServer().listen();
    const first = (sequence: number) => [undefined, 201, 429, undefined, 400, 503][sequence];
    server.deeds = [first, (sequence) => (sequence === 5 ? 429 : undefined)];
    const { sink, write } = sinkTo(server);
    write(6);
    await becomes("an attempt", () => (server.bulks.length > 0 ? undefined : "none"));
    write(1);
    await settled(sink);
    expect(server.bulks).toEqual([[1, 2, 3, 4, 5, 6], [2, 5], [5], [7]]);
    expect(sink.dropped).toBe(1); // the fourth
    await sink.close(10_000);
  });

  test("a bulk that is too large goes in halves; a line that is too large alone is dropped and counted", async () => {
    await using server = await new BulkServer().listen();
    server.deeds = [413, "take", 413, 413, "take"];
    const { sink, write } = sinkTo(server);
    write(4);
    await settled(sink);
    expect(server.bulks).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [4]]);
    expect([server.taken, sink.dropped]).toEqual([[1, 2, 4], 1]);
    await sink.close(10_000);
  });
});

test("an outage is told once, with its cause, and so is its end; while all is well nothing is", async () => {
  await using server = await new BulkServer().listen();
  const told: (string | undefined)[] = [];
  const { sink, write } = sinkTo(server, { tell: (failure) => told.push(failure?.message) });
  for (const deeds of [[], [429, 503, () => 429], [], ["take-and-cut"]] as Deed[][]) {
    server.deeds = deeds;
    write(1);
    await settled(sink);
    told.push("all is there");
  }
  expect(told.map((one) => one?.replace(/.* answers/, "…"))).toEqual([
    "all is there",
    "… 429",
    undefined,
    "all is there",
    "all is there",
    "fetch failed",
    undefined,
    "all is there",
  ]);
  await sink.close(10_000);
});

test("what does not fit is dropped and counted, the newest first; what was taken is there", async () => {
  await using server = await new BulkServer().listen();
  server.otherwise = 429;
  const { sink, write } = sinkTo(server, { capacity: 1000, fullBulk: 200 });
  const taken = write(100, 50);
  expect(taken).toBeGreaterThan(5);
  expect(taken).toBeLessThan(12); // of about a hundred bytes each
  expect([sink.waiting, sink.dropped]).toEqual([taken, 100 - taken]);
  server.otherwise = "take";
  await settled(sink);
  expect(server.taken).toEqual(numbers(1, taken));
  expect(write(1)).toBe(1); // there is room again
  await sink.close(10_000);
  expect(server.taken.at(-1)).toBe(101);
});

describe("closing", () => {
  test("takes no more, and leaves what it could not send by its deadline", async () => {
    await using server = await new BulkServer().listen();
    server.deeds = ["take"];
    server.otherwise = 503;
    const { sink, write } = sinkTo(server);
    write(2);
    await settled(sink);
    write(3);
    await sink.close(20);
    expect([server.taken, sink.waiting, sink.dropped]).toEqual([[1, 2], 3, 0]);
    expect([write(1), sink.dropped]).toEqual([0, 1]);
  });

  test("does not wait for an answer that never comes", async () => {
    await using server = await new BulkServer().listen();
    server.otherwise = "hang";
    const { sink, write } = sinkTo(server);
    write(2);
    await becomes("an attempt", () => (server.bulks.length > 0 ? undefined : "none"));
    write(1);
    await sink.close(20);
    expect([server.bulks, sink.waiting]).toEqual([[[1, 2]], 3]);
  });

  test("does not wait for its time to try again", async () => {
    await using server = await new BulkServer().listen();
    server.deeds = [503];
    const { sink, write, failures } = sinkTo(server, { backOff: (count) => failures.push(count) * 1_000_000 });
    write(1);
    await becomes("a failure", () => (failures.length > 0 ? undefined : "none"));
    write(1);
    await sink.close(10_000);
    expect([server.taken, sink.waiting]).toEqual([[1, 2], 0]);
  });
});

describe("the template", () => {
  test("is put again after an outage: who comes back may be new", async () => {
    await using server = await new BulkServer().listen();
    server.deeds = ["take", 503];
    const { sink, write } = sinkTo(server);
    for (let i = 0; i < 2; i++) {
      write(1);
      await settled(sink);
    }
    expect(server.templates).toHaveLength(2);
    await sink.close(10_000);
  });

  test("has no data stream where there are none", async () => {
    await using server = await new BulkServer().listen();
    server.template = (body) => ("data_stream" in body ? 400 : 200);
    const { sink, write } = sinkTo(server);
    write(1);
    await settled(sink);
    expect(server.templates.map((body) => "data_stream" in body)).toEqual([true, false]);
    await sink.close(10_000);
  });

  test("no line goes before it is there, unless somebody else puts it", async () => {
    await using server = await new BulkServer().listen();
    server.template = () => 503;
    const { sink, write } = sinkTo(server);
    write(1);
    await becomes("attempts", () => (server.templates.length > 2 ? undefined : "too few"));
    expect(server.bulks).toEqual([]);
    server.template = () => 403;
    await settled(sink);
    expect(server.taken).toEqual([1]);
    await sink.close(10_000);
  });
});

test.each([1, 2, 3, 4])("whatever happens, each line is there once, dropped or left (%i)", async (seed) => {
  const random = randomOf(seed);
  const inParts = seed % 2 === 0;
  await using server = await new BulkServer().listen();
  server.most = 4;
  const some = (sequence: number) => [429, 400, 503][(sequence * seed) % 9];
  const deeds: Deed[] = [429, "take-and-cut", "take-and-forget", 500, inParts ? some : "take", "take"];
  const { sink, write } = sinkTo(server, { fullBulk: 400, capacity: 4000, everyMs: 0 });
  let written = 0;
  for (let round = 0; round < 30; round++) {
    const count = Math.floor(random() * 60);
    server.deeds.push(deeds[Math.floor(random() * deeds.length)] ?? "take");
    write(count, 10);
    written += count;
    await becomes("a bulk", () => (server.deeds.length < 3 || sink.waiting === 0 ? undefined : "none"));
  }
  await settled(sink);
  server.otherwise = 503;
  written += 7;
  const left = write(7);
  await sink.close(1);
  expect([new Set(server.taken).size, sink.waiting]).toEqual([server.taken.length, left]);
  expect(server.taken.length + sink.dropped + sink.waiting).toBe(written);
  expect(sink.dropped).toBeGreaterThan(0);
  if (!inParts) expect(server.taken).toEqual(server.taken.toSorted((a, b) => a - b));
});

test("waits double up to two seconds", () => {
  expect([1, 2, 3, 5, 6, 1000].map(backOff)).toEqual([100, 200, 400, 1600, 2000, 2000]);
});

/** The same numbers from 0 to 1 each time. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
