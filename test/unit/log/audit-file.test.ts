import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { openAuditFile } from "../../../sandbox/apps/api/log/audit-file.ts";
import { AuditLog } from "../../../sandbox/apps/api/log/audit.ts";
import { strict } from "../../../sandbox/apps/api/log/redaction.ts";
import { parseHead, verifyAudit } from "../../../sandbox/observe/audit.ts";

/** A folder with an audit log, written by `count` events of a type; more can be added by another process, as it were. */
async function audited(count: number, type = "tick") {
  const folder = await mkdtemp(path.join(tmpdir(), "firedrill-test-"));
  const file = path.join(folder, "audit.log");
  const add = async (more: number) => {
    const { sink, resumed, close } = openAuditFile(folder);
    const audit = new AuditLog({ sink, resumed, every: { "service.name": "bailbondpro" }, redaction: strict });
    for (let i = 0; i < more; i++) audit.systemEvent(type, { i, text: "zoë" });
    await sink.close(1000);
    await close();
  };
  await add(count);
  return {
    file,
    add,
    lines: async () => (await readFile(file, "utf8")).split("\n").slice(0, -1),
    put: (lines: readonly string[], end = "\n") => writeFile(file, lines.join("\n") + end),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

test("an audit log is whole as it was written, also over several processes", async () => {
  await using log = await audited(3);
  await log.add(2);
  await log.add(0);
  expect(await verifyAudit(log.file)).toMatchObject({ whole: true, lines: 5, unsealed: 0, head: { sequence: 5 } });
});

test("an empty one is whole", async () => {
  await using log = await audited(0);
  await log.add(1);
  expect(await verifyAudit(log.file)).toMatchObject({ whole: true, lines: 1 });
});

describe("whatever is done to it is found at its line", () => {
  type Tamper = (lines: readonly string[]) => readonly string[];
  const swap: Tamper = ([a = "", b = "", c = "", ...rest]) => [a, c, b, ...rest];
  test.each<[string, Tamper, number, RegExp]>([
    ["a line is edited", (lines) => lines.with(2, String(lines[2]).replace('"i":2', '"i":9')), 3, /changed/],
    ["its hash is edited", (lines) => lines.with(2, String(lines[2]).replace(/.{3}"\}$/, 'xyz"}')), 3, /does not end/],
    ["a line is deleted", (lines) => lines.toSpliced(2, 1), 3, /number 4, and 3 was expected/],
    ["the first is deleted", (lines) => lines.slice(1), 1, /number 2, and 1 was expected/],
    ["two are swapped", swap, 2, /number 3, and 2 was expected/],
    ["a line is there twice", (lines) => lines.toSpliced(2, 0, String(lines[1])), 3, /number 2, and 3 was expected/],
    ["words are put in", (lines) => lines.toSpliced(2, 0, "{}"), 3, /does not end/],
    ["an empty line is put in", (lines) => lines.toSpliced(4, 0, ""), 5, /does not end/],
    ["the last is cut off", (lines) => lines.slice(0, -1), 5, /missing: there were 5/],
    ["all are", () => [], 1, /missing|does not end/],
  ])("%s", async (_name, tamper, line, why) => {
    await using log = await audited(5);
    await log.put(tamper(await log.lines()));
    expect(await verifyAudit(log.file)).toEqual({ whole: false, line, why: expect.stringMatching(why) as string });
  });

  test("a line is cut in the middle, or loses its end", async () => {
    await using log = await audited(5);
    const lines = await log.lines();
    await log.put(lines.with(4, String(lines[4]).slice(0, 40)), "");
    expect(await verifyAudit(log.file)).toMatchObject({
      whole: false,
      line: 5,
      why: expect.stringContaining("cut off"),
    });
    await log.put(lines, "");
    expect(await verifyAudit(log.file)).toMatchObject({ whole: false, line: 5 });
  });

  test("a line is changed and sealed anew, in the middle and at the end", async () => {
    await using log = await audited(3);
    await using other = await audited(1, "forged");
    const [forged = ""] = await other.lines(); // a whole line, of another moment
    const [first, ...rest] = await log.lines();
    expect(forged).not.toBe(first);
    await log.put([forged, ...rest]);
    expect(await verifyAudit(log.file)).toMatchObject({ whole: false, line: 1, why: expect.stringContaining("anew") });
    await log.put([forged]);
    expect(await verifyAudit(log.file, parseHead(`1:${"a".repeat(64)}`))).toMatchObject({ whole: false, line: 1 });
  });

  test.each([0, 1])("a line is put in with its seals, %i lines after the one of its number", async (after) => {
    await using log = await audited(3);
    await using other = await audited(1, "forged");
    const [forged = ""] = await other.lines();
    await log.put((await log.lines()).toSpliced(after, 0, forged));
    expect(await verifyAudit(log.file)).toEqual({ whole: false, line: after + 1, why: "it was put in" });
  });

  test("its end is cut off, and the API goes on: the gap stays", async () => {
    await using log = await audited(5);
    await log.put((await log.lines()).slice(0, 3));
    await log.add(2);
    expect(await verifyAudit(log.file)).toMatchObject({ whole: false, line: 4, why: expect.stringContaining("6") });
  });

  test("its head is gone", async () => {
    await using log = await audited(5);
    const sealed = parseHead(await readFile(`${log.file}.head`, "latin1"));
    await rm(`${log.file}.head`);
    expect(await verifyAudit(log.file)).toMatchObject({ whole: false, line: 6 });
    expect(await verifyAudit(log.file, sealed)).toMatchObject({ whole: true });
  });
});

test("lines after the head, which a crash leaves, are whole; the next process goes on after them", async () => {
  await using log = await audited(3);
  const before = await readFile(`${log.file}.head`);
  await log.add(2);
  await writeFile(`${log.file}.head`, before);
  expect(await verifyAudit(log.file)).toMatchObject({ whole: true, lines: 5, unsealed: 2 });
  await log.add(1);
  expect(await verifyAudit(log.file)).toMatchObject({ whole: true, lines: 6, unsealed: 0 });
});

test("a line that finds no room is counted, and the chain goes on without it", async () => {
  await using log = await audited(1);
  const { sink, resumed, close } = openAuditFile(path.dirname(log.file));
  const audit = new AuditLog({ sink, resumed, every: {}, redaction: strict });
  audit.systemEvent("big", { text: "x".repeat(17 * 1024 * 1024) });
  audit.systemEvent("small", {});
  await sink.close(1000);
  await close();
  expect(sink.dropped).toBe(1);
  expect(await verifyAudit(log.file)).toMatchObject({ whole: true, lines: 2 });
});
