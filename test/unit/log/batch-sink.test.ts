import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { appendToFile } from "../../../sandbox/apps/api/log/append.ts";
import { BatchSink } from "../../../sandbox/apps/api/log/batch-sink.ts";
import { until } from "../../../sandbox/wait.ts";

/** A reader that takes what it is given when it is let. */
function reader() {
  const taken: string[] = [];
  const waiting: (() => void)[] = [];
  let stalled = true;
  return {
    taken,
    put: (text: string) => {
      taken.push(text);
      return stalled ? new Promise<void>((resolve) => waiting.push(resolve)) : Promise.resolve();
    },
    resume: () => {
      stalled = false;
      for (const go of waiting.splice(0)) go();
    },
  };
}

/** So many writes have begun. */
const begun = (taken: readonly string[], count: number) =>
  until(() => Promise.resolve(taken.length >= count ? { seen: taken } : { missing: `only ${taken.length}` }), {
    what: `${count} writes`,
    withinMs: 20_000,
  });

test("what comes while a batch is written is the next one, in order", async () => {
  const { put, taken, resume } = reader();
  const sink = new BatchSink({ name: "x", put });
  sink.write("1");
  sink.write("2");
  expect(taken).toEqual([]); // nobody waits for a write
  await begun(taken, 1);
  for (const line of ["3", "4", "5"]) sink.write(line);
  resume();
  await sink.close(1000);
  expect(taken).toEqual(["1\n2\n", "3\n4\n5\n"]);
  expect(sink.dropped).toBe(0);
});

test("what is much does not wait for more", async () => {
  const { put, taken } = reader();
  const sink = new BatchSink({ name: "x", put, everyMs: 1_000_000 });
  sink.write("1");
  expect(taken).toHaveLength(0);
  sink.write("x".repeat(70_000));
  expect(taken).toHaveLength(1);
  await sink.close(1);
});

test("a reader that stalls costs lines, not memory, and is told how many", async () => {
  const { put, taken, resume } = reader();
  const sink = new BatchSink({ name: "x", put, capacity: 8, notice: (dropped) => `-${dropped}` });
  sink.write("1");
  await begun(taken, 1);
  expect(["aaa", "bbb", "ccc", "ddd"].map((line) => sink.write(line))).toEqual([true, true, false, false]);
  expect(sink.dropped).toBe(2);
  resume();
  await begun(taken, 2);
  sink.write("eee");
  await sink.close(1000);
  expect(taken.join("")).toBe("1\naaa\nbbb\n-2\neee\n");
});

test("what can't be written is counted, and later lines are tried again", async () => {
  let full = true;
  const taken: string[] = [];
  const put = (text: string) => {
    taken.push(text);
    return full ? Promise.reject(new Error("no space left")) : Promise.resolve();
  };
  const sink = new BatchSink({ name: "x", put });
  sink.write("1");
  sink.write("2");
  await begun(taken, 1);
  full = false;
  sink.write("3");
  await sink.close(1000);
  expect(taken).toEqual(["1\n2\n", "3\n"]);
  expect(sink.dropped).toBe(2);
});

test("closing waits for a reader that stalls until its deadline, and counts what is left", async () => {
  const { put, taken } = reader();
  const sink = new BatchSink({ name: "x", put });
  sink.write("1");
  await begun(taken, 1);
  sink.write("2");
  await sink.close(1);
  expect(sink.dropped).toBe(1);
  expect(sink.write("3")).toBe(false);
});

test("a file is appended to, and a line that was cut off stays alone", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "firedrill-test-"));
  try {
    const file = path.join(folder, "deeper", "a.log");
    const first = appendToFile(path.dirname(file), "a.log");
    await first.append("1\n2\n");
    first.close();
    await writeFile(file, "1\n2\n{cut");
    const second = appendToFile(path.dirname(file), "a.log");
    await second.append("3\n");
    await second.append("4\n");
    second.close();
    expect(await readFile(file, "utf8")).toBe("1\n2\n{cut\n3\n4\n");
    expect(() => appendToFile(file, "b.log")).toThrow(/LOG_DIR .*a\.log: no log can be written there: E/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
