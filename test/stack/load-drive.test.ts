import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import { describe, expect, test } from "vitest";
import { Account } from "../../load/drive/account.ts";
import { Arrivals } from "../../load/drive/arrivals.ts";
import { Clock, sharedMs } from "../../load/drive/clock.ts";
import { assemble } from "../../load/drive/crew.ts";
import { drive } from "../../load/drive/drive.ts";
import type { SoFar } from "../../load/drive/drive.ts";
import { makePlan } from "../../load/drive/plan.ts";
import type { LoadSecond } from "../../load/record.ts";
import { answers, goodBody } from "../../sandbox/apps/known/answers.ts";
import type { Behaviour } from "../../sandbox/apps/known/answers.ts";
import { HttpTarget } from "../helpers/http-target.ts";
import { due, expectRecord, noErrors } from "../helpers/load-record-account.ts";

const requests = [
  { method: "GET" as const, path: "/a", weight: 3, expect: { body: goodBody } },
  { method: "POST" as const, path: "/b", weight: 1, body: { c: "é" }, expect: { body: goodBody } },
];
/** So that a busy machine is not taken for a target that gives no answer. */
const patient = { title: "test", requests, timeout: "15s" } as const;
const short = { ...patient, rate: 400, duration: "500ms" } as const;
const named = { name: "test" };

async function known(behaviour: Behaviour): Promise<HttpTarget> {
  return new HttpTarget(answers(behaviour)).listen();
}

/** A target, and the signal that so many requests have come to it. */
async function enoughAfter(count: number, behaviour: Behaviour): Promise<{ enough: AbortSignal; target: HttpTarget }> {
  const abort = new AbortController();
  const answer = answers(behaviour);
  const target = await new HttpTarget((response, n) => {
    if (n >= count) abort.abort();
    answer(response, n);
  }).listen();
  return { enough: abort.signal, target };
}

describe.concurrent("of two hundred requests each is counted as what became of it", () => {
  test.each<[string, Behaviour, Partial<typeof noErrors>, Record<string, number>?]>([
    ["all are answered", { kind: "fixed", ms: 5 }, {}],
    ["some are closed without an answer", { kind: "drop", ms: 0, every: 20, where: "before" }, { closed: 10 }],
    [
      "some are closed in the middle of their body",
      { kind: "drop", ms: 0, every: 20, where: "middle" },
      { closed: 10 },
    ],
    ["some are reset", { kind: "reset", ms: 0, every: 20 }, { closed: 10 }],
    ["some have a slow body", { kind: "slow-body", slowMs: 300, every: 20 }, {}],
    ["some have another body", { kind: "wrong-body", every: 20 }, { body: 10 }],
    ["some have another status", { kind: "status", status: 500, every: 20 }, { status: 10 }, { 200: 190, 500: 10 }],
    ["some have another status that is well", { kind: "status", status: 202, every: 20 }, {}, { 200: 190, 202: 10 }],
  ])("%s", async (_name, behaviour, errors, answered) => {
    await using target = await known(behaviour);
    const record = await drive(short, target.url, named);
    expectRecord(record);
    const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
    const unanswered = (errors.closed ?? 0) + (errors.timeout ?? 0);
    expect(record.count).toEqual({
      sent: 200,
      completed: 200 - failed,
      errors: { ...noErrors, ...errors },
      answers: answered ?? { 200: 200 - unanswered },
      lost: 0,
      unsent: { busy: 0, late: 0 },
    });
    expect(target.seen).toHaveLength(200);
  });

  test("twin: another body is as good where the profile does not say what it wants", async () => {
    await using target = await known({ kind: "wrong-body", every: 20 });
    const any = [{ method: "GET" as const, path: "/", weight: 1 }];
    const record = await drive({ ...short, requests: any }, target.url, named);
    expect(record.count).toMatchObject({ completed: 200, errors: noErrors });
  });

  test("some have a body that does not end in time", async () => {
    await using target = await known({ kind: "slow-body", slowMs: 60_000, every: 20 });
    // Where the machine stalls for longer than that, some are not sent any more: each twentieth of what came counts.
    const record = await drive({ ...short, timeout: "2s" }, target.url, named);
    expectRecord(record);
    const endless = Math.floor(target.seen.length / 20);
    expect(record.count.errors.timeout).toBeGreaterThanOrEqual(Math.max(1, endless));
    expect(record.count.lost).toBe(0);
  });

  test("a status is good where the profile says so, and only there", async () => {
    await using target = await known({ kind: "status", status: 404, every: 1 });
    const only = (status: readonly number[] | "2xx" | "4xx") =>
      drive({ ...short, requests: [{ method: "GET", path: "/", weight: 1, expect: { status } }] }, target.url, named);
    const [listed, among, other] = await Promise.all([only([200, 404]), only("4xx"), only("2xx")]);
    expect([listed, among, other].map(({ count }) => count.completed)).toEqual([200, 200, 0]);
    expect(other.count.errors.status).toBe(200);
  });

  test("nobody is there: each is tried once", async () => {
    await using target = await known({ kind: "fixed", ms: 0 });
    await target.shut();
    const record = await drive(short, target.url, named);
    expectRecord(record);
    expect(record.count).toMatchObject({ sent: 200, completed: 0, errors: { ...noErrors, connection: 200 } });
  });
});

describe.concurrent("users", () => {
  test("each has a connection, waits for the answer, thinks and asks again", async () => {
    await using target = await known({ kind: "fixed", ms: 0 });
    const record = await drive({ ...patient, connections: 50, think: "100ms", duration: "500ms" }, target.url, named);
    expectRecord(record);
    expect(record).toMatchObject({ model: "closed", wantedPerSecond: null });
    expect(record.count).toMatchObject({ completed: target.seen.length, errors: noErrors, lost: 0 });
    expect(target.connections).toBe(50);
    expect(record.count.sent).toBeLessThanOrEqual(50 * 5);
  });

  test("who does not think asks again as soon as the answer is there", async () => {
    // Ends by their number: how many come in a time is the machine's affair.
    const { enough, target } = await enoughAfter(100, { kind: "fixed", ms: 0 });
    await using _ = target;
    const record = await drive({ ...patient, connections: 4, duration: "1m" }, target.url, { ...named, enough });
    expectRecord(record);
    expect(target.connections).toBe(4);
    expect(record.count.completed).toBe(target.seen.length);
    // Each of the others at most had asked when it was enough, and asks no more.
    expect(record.count.completed).toBeLessThan(100 + 4);
  });

  test("who finds nobody does not try again at once", async () => {
    await using target = await known({ kind: "fixed", ms: 0 });
    await target.shut();
    const record = await drive({ ...patient, connections: 10, duration: "500ms" }, target.url, named);
    expectRecord(record);
    expect(record.count.errors).toEqual({ ...noErrors, connection: record.count.sent });
    expect(record.count.sent).toBe(10);
  });

  test("a connection that is gone is made anew by the next request", async () => {
    const { enough, target } = await enoughAfter(50, { kind: "drop", ms: 0, every: 10, where: "before" });
    await using _ = target;
    const users = { ...patient, connections: 5, think: "20ms", duration: "1m" } as const;
    const record = await drive(users, target.url, { ...named, enough });
    expectRecord(record);
    expect(record.count.errors).toEqual({ ...noErrors, closed: Math.floor(target.seen.length / 10) });
    expect(target.connections).toBeGreaterThan(5);
  });
});

describe.concurrent("a load", () => {
  test("of several threads is the same load: the same requests, each once", async () => {
    await using target = await known({ kind: "drop", ms: 0, every: 20, where: "before" });
    const record = await drive(short, target.url, { ...named, threads: 2 });
    expectRecord(record);
    expect(record.generator.workers).toBe(2);
    expect(record.count).toMatchObject({ sent: 200, completed: 190, errors: { ...noErrors, closed: 10 } });
    await using same = await known({ kind: "fixed", ms: 0 });
    const alone = await drive(short, same.url, { ...named, threads: 1 });
    expect(record.routes.map(({ count }) => count.sent)).toEqual(alone.routes.map(({ count }) => count.sent));
    expect(target.seen.map((one) => one.line).toSorted()).toEqual(same.seen.map((one) => one.line).toSorted());
  });

  test("of users in several threads has each user once", async () => {
    await using target = await known({ kind: "fixed", ms: 0 });
    const closed = { ...patient, connections: 7, think: "50ms", duration: "500ms" } as const;
    const record = await drive(closed, target.url, { ...named, threads: 2 });
    expectRecord(record);
    expect(target.connections).toBe(7);
    expect(record.count).toMatchObject({ completed: target.seen.length, errors: noErrors });
  });

  test("follows its stages, and tells each second", async () => {
    await using target = await known({ kind: "fixed", ms: 0 });
    const heard: LoadSecond[] = [];
    const stages = [
      { duration: "1s", rate: 200 },
      { duration: "1s", rate: 0 },
    ] as const;
    const record = await drive({ ...patient, stages }, target.url, { ...named, listen: (one) => heard.push(one) });
    expectRecord(record);
    expect(record.timeline.map((one) => one.due)).toEqual([100, 100]);
    expect(record.wantedPerSecond).toBeCloseTo(100, 6);
    expect(heard.map((one) => one.second)).toEqual([0, 1]);
  });

  test("tells of its own seconds alone, however long its last answers take", async () => {
    await using target = await known({ kind: "fixed", ms: 2100 });
    const heard: LoadSecond[] = [];
    const brief = { ...patient, rate: 20, duration: "1s" } as const;
    const record = await drive(brief, target.url, { ...named, listen: (one) => heard.push(one) });
    expectRecord(record);
    expect(record.count.completed).toBe(20);
    expect(heard.map((one) => one.second)).toEqual([0]);
  });

  test("ends before its time for a reason that it was given", async () => {
    await using target = await known({ kind: "fixed", ms: 0 });
    const stop = ({ seconds, count }: SoFar): string | null =>
      count.completed >= 100 ? `enough after ${seconds} s` : null;
    const record = await drive({ ...short, duration: "20s" }, target.url, { ...named, stop });
    expectRecord(record);
    expect(record.stopped).toMatch(/^enough after \d s$/);
    expect(record.seconds).toBeLessThan(20);
    expect(record.count).toMatchObject({ completed: due(record.count), errors: noErrors, lost: 0 });
  });

  test("is aborted: what was under way is lost, and what was answered still counts", async () => {
    await using target = await known({ kind: "slow-body", slowMs: 60_000, every: 10 });
    const abort = new AbortController();
    const stop = ({ count }: SoFar): null => {
      if (count.lost >= 10 && count.completed >= 50) abort.abort();
      return null;
    };
    const record = await drive({ ...short, duration: "20s" }, target.url, { ...named, signal: abort.signal, stop });
    expectRecord(record);
    expect(record.stopped).toBe("interrupted");
    expect(record.count.lost).toBeGreaterThanOrEqual(10);
    expect(record.count.completed).toBeGreaterThanOrEqual(50);
    await expect(drive(short, target.url, { ...named, signal: abort.signal })).rejects.toMatchObject({
      code: "interrupted",
    });
  });

  test("fails with what those who are told of it throw", async () => {
    await using target = await known({ kind: "fixed", ms: 0 });
    const stop = (): never => {
      throw new RangeError("no such objective");
    };
    await expect(drive({ ...short, duration: "20s" }, target.url, { ...named, stop })).rejects.toThrow(RangeError);
  });

  test("goes to this machine only", async () => {
    await expect(drive(short, new URL("http://192.0.2.1"), named)).rejects.toMatchObject({ code: "load-failed" });
  });

  test("fails where a thread does", async () => {
    await using target = await known({ kind: "fixed", ms: 0 });
    const plan = makePlan(short, target.url);
    const broken = {
      ...plan,
      requests: plan.requests.map((one) => ({ ...one, sent: { ...one.sent, method: "NONE" } })),
    };
    await using crew = await assemble(broken, 2);
    await expect(crew.start(sharedMs(), () => {})).rejects.toMatchObject({ code: "load-failed" });
  });
});

test("who was held up does not make a connection for each request that waits", async () => {
  await using target = await known({ kind: "fixed", ms: 0 });
  const plan = makePlan(short, target.url);
  if (plan.asks.model !== "open") throw new TypeError("not an open load");
  const account = new Account(plan.routes.length);
  const arrivals = new Arrivals(plan, plan.asks, { index: 0, of: 1 }, account, new Clock(sharedMs() - 400, 500));
  const sent = (): number => account.counts().reduce((sum, count) => sum + count.sent, 0);
  expect(arrivals.sendDue(400)).toBe(32 * 2.5);
  expect(sent()).toBe(32);
  expect(arrivals.sendDue(100)).toBe(100);
  expect(sent()).toBe(40);
  await arrivals.close();
});

test("a generator that was kept from its work says so; the wait counts in the latency, which the server can't see", async () => {
  await using target = await known({ kind: "fixed", ms: 0 });
  let stalled = false;
  const stop = (): null => {
    // Beyond the end of the load: a stall counts whether it is over by then or not.
    const until = performance.now() + (stalled ? 0 : 1300);
    stalled = true;
    while (performance.now() < until);
    return null;
  };
  const record = await drive({ ...short, rate: 200, duration: "2s" }, target.url, { ...named, stop });
  expectRecord(record);
  expect(record.count).toMatchObject({ sent: 400, completed: 400 });
  expect(record.generator.behind).toContain("the load generator fell behind");
  expect(record.generator.behind).toContain("was held up for");
  const [latency, service] = [record.latency, record.service].map((text) => decodeFromCompressedBase64(text));
  expect(latency?.getValueAtPercentile(90)).toBeGreaterThan(300_000);
  expect(service?.getValueAtPercentile(50)).toBeLessThan(latency?.getValueAtPercentile(90) ?? 0);
});
