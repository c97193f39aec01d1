import autocannon from "autocannon";
import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { startLoad } from "../../load/driver.ts";
import { until } from "../../sandbox/wait.ts";
import { HttpTarget } from "../helpers/http-target.ts";
import { expectAccount, loadUntil } from "../helpers/load-account.ts";

const profile = {
  title: "test",
  rate: 200,
  requests: [
    { method: "GET" as const, path: "/a?b=1", weight: 3 },
    { method: "POST" as const, path: "/c", weight: 1, body: { d: "é" } },
  ],
};
/** So that a busy machine is not taken for a target that gives no answer. */
const patient = { timeoutMs: 15_000 };
const none = { connection: 0, closed: 0, timeout: 0 };
const ok = (response: ServerResponse): void => void response.end("ok");
const closing = (response: ServerResponse, n: number): void =>
  n % 50 === 0 ? void response.socket?.destroy() : ok(response);

async function untilClosed(target: HttpTarget): Promise<void> {
  await until(async () => (target.open === 0 ? { seen: true } : { missing: `${target.open} are open` }), {
    what: "the connections of a load that has ended to close",
    withinMs: 20_000,
  });
}

describe.concurrent("what became of each request", () => {
  test("what is answered counts once, as sent, in proportion to the weights, and nothing after the end", async () => {
    await using target = await new HttpTarget(ok).listen();
    const load = await startLoad(profile, target.url, patient);
    await loadUntil(load, "400 answers", (now) => now.completed >= 400);
    await load[Symbol.asyncDispose]();
    const result = load.result();
    expectAccount(result);
    expect(result).toMatchObject({ errors: none, missed: 0, answers: { "2xx": result.completed } });
    expect(result.lost).toBeLessThanOrEqual(result.late); // none, unless many came late at once
    expect(target.seen.length).toBeGreaterThanOrEqual(result.completed);
    expect(target.seen.length).toBeLessThanOrEqual(result.sent);
    const posts = target.seen.filter((one) => one.line === "POST /c");
    expect(posts.length / target.seen.length).toBeCloseTo(0.25, 1);
    expect(new Set(posts.map((one) => one.body))).toEqual(new Set(['{"d":"é"}']));
    expect(new Set(target.seen.map((one) => one.line))).toEqual(new Set(["POST /c", "GET /a?b=1"]));
    await untilClosed(target);
    expect(load.result()).toEqual(result);
  });

  test("each fiftieth request that is closed without an answer is found", async () => {
    await using target = await new HttpTarget(closing).listen();
    await using load = await startLoad(profile, target.url, patient);
    const result = await loadUntil(load, "500 requests to end", (now) => now.completed + now.errors.closed >= 500);
    const closed = Math.floor(target.seen.length / 50);
    expect(result.errors).toEqual({ ...none, closed: result.errors.closed });
    expect(result.errors.closed).toBeLessThanOrEqual(closed);
    expect(result.errors.closed).toBeGreaterThanOrEqual(Math.max(1, closed - result.inFlight));
  });

  test("twin: autocannon itself does not count them", async () => {
    await using target = await new HttpTarget(closing).listen();
    const result = await autocannon({ url: target.url.href, connections: 1, amount: 200 });
    expect(target.seen.length).toBeGreaterThan(100);
    expect(result.errors).toBe(0);
  });

  test("an error status is an answer, and counted by its class", async () => {
    let failed = 0;
    await using target = await new HttpTarget((response, n) => {
      response.statusCode = n % 5 === 0 ? 503 : 200;
      if (n % 5 === 0) failed++;
      response.end();
    }).listen();
    await using load = await startLoad(profile, target.url, patient);
    const result = await loadUntil(load, "350 answers", (now) => now.completed >= 350);
    expect(result.errors).toEqual(none);
    expect(result.answers["5xx"]).toBeLessThanOrEqual(failed);
    expect(result.answers["5xx"]).toBeGreaterThanOrEqual(Math.max(1, failed - result.inFlight));
  });

  test("answers that close the connection, and answers without a length, are answers", async () => {
    await using target = await new HttpTarget((response, n) => {
      if (n % 2 === 0) response.setHeader("connection", "close").end("bye");
      else if (n % 3 === 0) response.socket?.end("HTTP/1.1 200 OK\r\n\r\nuntil the end");
      else ok(response);
    }).listen();
    await using load = await startLoad(profile, target.url, patient);
    expect((await loadUntil(load, "200 answers", (now) => now.completed >= 200)).errors).toEqual(none);
  });

  test("an answer that is cut off is none, and one that nobody asked for does no harm", async () => {
    const empty = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
    const half = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf";
    await using target = await new HttpTarget((response, n) => {
      response.socket?.end(n % 2 === 0 ? half : empty + empty);
    }).listen();
    await using load = await startLoad(profile, target.url, patient);
    const result = await loadUntil(load, "100 endings", (now) => now.completed + now.errors.closed >= 100);
    expect(result.errors.closed).toBeLessThanOrEqual(target.seen.length / 2);
    expect(result.errors.closed).toBeGreaterThanOrEqual(target.seen.length / 2 - 1 - result.inFlight);
  });

  test("a span holds exactly the requests that were due in it", async () => {
    await using target = await new HttpTarget(ok).listen();
    const before = Date.now();
    await using load = await startLoad(profile, target.url, patient);
    const span = () => load.between(before + 500, before + 900);
    // After a burst, some of those may be answered later than others that came after them.
    await loadUntil(load, "200 answers", (now) => now.completed >= 200 && span().inFlight === 0);
    const first = load.between(before - 1000, before + 500);
    const second = span();
    expectAccount(first);
    expectAccount(second);
    expect(second).toMatchObject({ due: 80, sent: 80 });
    expect(second.achievedPerSecond).toBeCloseTo(200, 6);
    expect(first.achievedPerSecond).toBeLessThan(100); // there was no load for most of that span
    expect(load.between(before + 900, before + 900).due).toBe(0);
  });

  test("an abort ends it", async () => {
    await using target = await new HttpTarget(ok).listen();
    const abort = new AbortController();
    await using load = await startLoad(profile, target.url, { ...patient, signal: abort.signal });
    await loadUntil(load, "answers", (now) => now.completed >= 10);
    abort.abort();
    const { sent } = load.result();
    await untilClosed(target);
    expect(load.result().sent).toBe(sent);
    await expect(startLoad(profile, target.url, { ...patient, signal: abort.signal })).rejects.toMatchObject({
      code: "interrupted",
    });
  });

  test("load on another machine is refused", async () => {
    await expect(startLoad(profile, new URL("http://192.0.2.1:3000"))).rejects.toMatchObject({ code: "load-failed" });
  });
});

describe("arrivals", () => {
  test("are even: no tenth of a second holds more than three times its share", async () => {
    await using target = await new HttpTarget(ok).listen();
    await using load = await startLoad({ ...profile, rate: 100 }, target.url, patient);
    const result = await loadUntil(load, "150 answers", (now) => now.completed >= 150);
    // Where the machine stalls, requests come late and together: the driver knows how many. Those less late are ten at most.
    expect(fullestTenth(target)).toBeLessThanOrEqual(30 + 10 + result.late);
  });

  test("twin: autocannon's own rate is a burst at the top of each second", async () => {
    await using target = await new HttpTarget(ok).listen();
    // So few that a busy machine, too, is done with them at once: a tenth of a second holds more than three times its share.
    await autocannon({ url: target.url.href, connections: 10, overallRate: 20, amount: 20 });
    expect(fullestTenth(target)).toBeGreaterThan(3 * 2);
  });
});

describe("a generator that was kept from its work", () => {
  const stall = (ms: number): void => {
    const until = performance.now() + ms;
    while (performance.now() < until);
  };

  test("says that it fell behind, and still sends every request", async () => {
    await using target = await new HttpTarget(ok).listen();
    await using load = await startLoad(profile, target.url, patient);
    await loadUntil(load, "answers", (now) => now.completed >= 20);
    const from = Date.now();
    stall(700);
    const result = await loadUntil(load, "more answers", (now) => now.completed >= 200);
    const worst = load.stalls(from, Date.now()).toSorted((a, b) => b.ms - a.ms)[0];
    expect(worst?.ms).toBeGreaterThan(650);
    expect(worst?.requests).toBeGreaterThan(100);
    expect(worst?.at).toBeGreaterThan(from + 600);
    expect(result.behind).toContain("the load generator fell behind");
    expect(result.late).toBeGreaterThan(100);
    expect(result).toMatchObject({ missed: 0, errors: none });
  });

  test("does not make up for a stall that is longer than a request may take", async () => {
    await using target = await new HttpTarget(ok).listen();
    await using load = await startLoad(profile, target.url, { timeoutMs: 400 });
    await loadUntil(load, "answers", (now) => now.completed >= 20);
    stall(1200);
    const result = await loadUntil(load, "more answers", (now) => now.missed > 0 && now.completed >= 100);
    expect(result.missed).toBeGreaterThanOrEqual(150);
    expect(result.behind).toContain(`${result.missed} not at all`);
  });
});

function fullestTenth(target: HttpTarget): number {
  const at = target.seen.map((one) => one.at);
  return Math.max(...at.map((from) => at.filter((one) => one >= from && one < from + 100).length));
}
