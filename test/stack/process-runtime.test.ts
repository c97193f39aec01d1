import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { api } from "../../sandbox/services/api.ts";
import { ports } from "../../sandbox/stack/process/ports.ts";
import { runsDirectory } from "../../sandbox/stack/process/run-directory.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import type { Service } from "../../sandbox/stack/service.ts";

const place = mkdtempSync(path.join(os.tmpdir(), "firedrill-process-"));
process.env["TMPDIR"] = place;
process.env["FIREDRILL_TEST_SECRET"] = "s3cret";
afterAll(() => rmSync(place, { recursive: true }));

test("a service sees its own environment and nothing of the user's", async () => {
  await using runtime = await processRuntime();
  await using network = await runtime.network("environment");
  const tells = ["node", "-e", "console.log(Object.keys(process.env).sort().join()); process.exit(1)"];
  const service: Service = { ...api(), launch: () => ({ args: [], env: { OWN: "1" }, prepare: tells }) };
  const error = (await network.start(service).catch((reason: unknown) => reason)) as Error;
  expect(error.message).toContain("HOME,OWN,PATH,TMPDIR");
  expect(error.message).not.toContain("FIREDRILL_TEST_SECRET");
});

test.skipIf(process.platform !== "linux")(
  "a service is in a process group of its own, which a Ctrl-C in the terminal does not reach",
  async () => {
    await using runtime = await processRuntime();
    await using network = await runtime.network("group");
    await network.start(api());
    const [run = ""] = await runs();
    const [child = ""] = await readdir(path.join(run, "children"));
    const pid = Number.parseInt(child, 10);
    expect(groupOf(pid)).toBe(pid);
    expect(groupOf(process.pid)).not.toBe(pid);
  },
);

test("a run's directory lies below the system's for temporary files, is its user's alone, and goes with it", async () => {
  const runtime = await processRuntime();
  expect(await runs()).toHaveLength(1);
  expect(statSync(runsDirectory()).mode & 0o777).toBe(0o700);
  expect(runsDirectory().startsWith(place)).toBe(true);
  await runtime[Symbol.asyncDispose]();
  expect(await runs()).toEqual([]);
});

test("a service's origin says where it came from", async () => {
  await using runtime = await processRuntime();
  await using network = await runtime.network("origin");
  expect((await network.start(api())).origin).toBe("firedrill's own api");
});

test("a port that is taken is locked against other commands until it is given back", async () => {
  const held = ports();
  const port = await held.take();
  expect(port).toBeGreaterThanOrEqual(10_000);
  expect(port).toBeLessThan(32_000);
  expect(await canLock(port)).toBe(false);
  await held[Symbol.asyncDispose]();
  expect(await canLock(port)).toBe(true);
});

test("no port is given out twice, and each is free to listen on", async () => {
  await using held = ports();
  const taken = await Promise.all(Array.from({ length: 50 }, () => held.take()));
  expect(new Set(taken).size).toBe(50);
  for (const port of taken) expect(await canListen(port)).toBe(true);
  // The twin: one on which somebody listens is not.
  const [first = 0] = taken;
  const server = createServer().listen(first, "127.0.0.1");
  await once(server, "listening");
  expect(await canListen(first)).toBe(false);
  server.close();
});

async function canListen(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  const listening = await once(server, "listening").then(
    () => true,
    () => false,
  );
  server.close();
  return listening;
}

async function runs(): Promise<string[]> {
  const names = await readdir(runsDirectory()).catch(() => []);
  return names.map((name) => path.join(runsDirectory(), name));
}

/** The fifth field of /proc/PID/stat. */
function groupOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[2]);
}

async function canLock(port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  try {
    socket.bind({ port, address: "127.0.0.1", exclusive: true });
    await once(socket, "listening");
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}
