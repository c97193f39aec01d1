import autocannon from "autocannon";
import { spawn } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { expect, test } from "vitest";
import { startLoad } from "../../load/driver.ts";
import { HttpTarget } from "../helpers/http-target.ts";
import { loadUntil } from "../helpers/load-account.ts";

const profile = { title: "test", rate: 200, requests: [{ method: "GET" as const, path: "/", weight: 1 }] };

/** So that a busy machine is not taken for a target that gives no answer. */
const patient = { timeoutMs: 15_000 };

/** Counts the sockets that this process opens as a client. */
class Attempts implements Disposable {
  count = 0;
  readonly #counted = (): void => void this.count++;

  constructor() {
    subscribe("net.client.socket", this.#counted);
  }

  [Symbol.dispose](): void {
    unsubscribe("net.client.socket", this.#counted);
  }
}

async function refusing(): Promise<HttpTarget> {
  const target = await new HttpTarget(() => {}).listen();
  await target.shut();
  return target;
}

test("a port that refuses is tried once for each request", async () => {
  await using target = await refusing();
  using attempts = new Attempts();
  await using load = await startLoad(profile, target.url, patient);
  const result = await loadUntil(load, "300 refusals", (now) => now.errors.connection >= 300);
  expect(attempts.count).toBe(result.sent);
  expect(result).toMatchObject({ completed: 0, latencyMs: null });
});

test("twin: autocannon itself tries as often as it can", async () => {
  await using target = await refusing();
  using attempts = new Attempts();
  // Of one a second, twenty; it gives up after so many, however fast this machine is.
  const result = await autocannon({ url: target.url.href, connections: 1, overallRate: 1, duration: 20, bailout: 300 });
  expect(attempts.count).toBeGreaterThanOrEqual(300);
  expect(result.errors).toBeGreaterThanOrEqual(300);
});

test("it goes on by itself when the target is back at its address", async () => {
  await using target = await new HttpTarget((response) => void response.end()).listen();
  await using load = await startLoad(profile, target.url, patient);
  await loadUntil(load, "the first answers", (now) => now.completed >= 50);
  await target.shut();
  const down = await loadUntil(load, "refusals", (now) => now.errors.connection >= 50);
  await target.listen();
  const back = await loadUntil(load, "answers again", (now) => now.completed >= down.completed + 100);
  const later = await loadUntil(load, "more answers", (now) => now.completed >= back.completed + 100);
  expect(later.errors).toEqual(back.errors);
  expect(later.missed).toBe(0);
});

test("a target that answers nothing costs a bounded number of connections; what they can't carry is lost", async () => {
  await using target = await new HttpTarget(() => {}).listen();
  using attempts = new Attempts();
  await using load = await startLoad(profile, target.url, { timeoutMs: 300, connections: 20 });
  const result = await loadUntil(load, "60 timeouts", (now) => now.errors.timeout >= 60);
  expect(attempts.count).toBe(result.sent);
  expect(result.inFlight).toBeLessThanOrEqual(20);
  expect(result.lost).toBeGreaterThan(0);
  expect(result.completed).toBe(0);
});

test("a process that is frozen and thawed times out meanwhile, and is under even load again", async () => {
  const serve = `require("http").createServer((_, r) => r.end()).listen(0, "127.0.0.1", function () { console.log(this.address().port) })`;
  const child = spawn(process.execPath, ["-e", serve], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [port] = (await once(child.stdout, "data")) as [Buffer];
    await using load = await startLoad(profile, new URL(`http://127.0.0.1:${String(port).trim()}`), { timeoutMs: 300 });
    await loadUntil(load, "the first answers", (now) => now.completed >= 50);
    child.kill("SIGSTOP");
    // Of what was under way, answers may be on their way still; some of it may have timed out before, on a busy machine.
    const { errors, inFlight } = load.result();
    const enough = errors.timeout + inFlight + 50;
    const frozen = await loadUntil(load, "timeouts", (now) => now.errors.timeout >= enough);
    const still = await loadUntil(load, "more timeouts", (now) => now.errors.timeout >= frozen.errors.timeout + 50);
    expect(still.completed).toBe(frozen.completed);
    expect(still.inFlight).toBeLessThanOrEqual(67);
    child.kill("SIGCONT");
    await loadUntil(load, "answers again", (now) => now.completed >= still.completed + 200);
  } finally {
    child.kill("SIGKILL");
  }
});

test("twin: with enough connections nothing is lost to a target that is only slow, and its latency is true", async () => {
  await using target = await new HttpTarget((response) => {
    AbortSignal.timeout(200).addEventListener("abort", () => response.end());
  }).listen();
  await using load = await startLoad(profile, target.url, patient);
  const result = await loadUntil(load, "200 slow answers", (now) => now.completed >= 200);
  expect(result).toMatchObject({ errors: { connection: 0, closed: 0, timeout: 0 } });
  expect(result.lost).toBeLessThanOrEqual(result.late);
  expect(result.latencyMs?.p50).toBeGreaterThanOrEqual(199);
});
