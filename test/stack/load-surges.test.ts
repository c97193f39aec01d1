import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import type { LoadProfile } from "../../load/profile.ts";
import { Surges } from "../../sandbox/drill/play/surges.ts";
import { until } from "../../sandbox/wait.ts";
import { HttpTarget } from "../helpers/http-target.ts";

const requests = [{ method: "GET" as const, path: "/reports", weight: 1 }];
/** The timeout: so that a busy machine is not taken for a target that gives no answer. */
const loads = new Map<string, LoadProfile>([
  ["crowd", { title: "T", connections: 3, requests, timeout: "30s" }],
  ["stream", { title: "T", rate: 100, requests, timeout: "30s" }],
  ["ramp", { title: "T", stages: [{ duration: "1s", rate: 1 }], requests }],
]);

/** Answers when it is told to. */
async function patientTarget(): Promise<{ readonly target: HttpTarget; answer(): void }> {
  const open: ServerResponse[] = [];
  const target = await new HttpTarget((response) => void open.push(response)).listen();
  return { target, answer: () => open.splice(0).forEach((response) => response.end("ok")) };
}

const came = (target: HttpTarget, count: number) =>
  until(async () => (target.seen.length >= count ? { seen: true } : { missing: `${target.seen.length} came` }), {
    what: `${count} requests`,
    withinMs: 20_000,
  });

test("those who came get their answers when the surge is over, and nobody new comes", async () => {
  const { target, answer } = await patientTarget();
  await using _ = target;
  await using surges = new Surges(loads, target.url);
  const crowd = await surges.start("crowd");
  await came(target, 3);
  answer();
  await came(target, 6);
  await crowd[Symbol.asyncDispose]();
  answer();
  const [record] = await surges.records();
  expect(record).toMatchObject({ profile: "crowd", model: "closed", stopped: null });
  expect(record?.count).toMatchObject({ sent: 6, completed: 6, lost: 0 });
  expect(target.seen).toHaveLength(6);
});

test("twin: a surge that is cut off loses those who wait", async () => {
  const { target } = await patientTarget();
  await using _ = target;
  const surges = new Surges(loads, target.url);
  await surges.start("crowd");
  await came(target, 3);
  await surges[Symbol.asyncDispose]();
  const [record] = await surges.records();
  expect(record?.count).toMatchObject({ sent: 3, completed: 0, lost: 3 });
});

test("an even load may come as well, and several one after the other", async () => {
  await using target = await new HttpTarget((response) => void response.end("ok")).listen();
  await using surges = new Surges(loads, target.url);
  for (const turn of [1, 2]) {
    const stream = await surges.start("stream");
    await came(target, turn * 10);
    await stream[Symbol.asyncDispose]();
  }
  const records = await surges.records();
  expect(records.map(({ model }) => model)).toEqual(["open", "open"]);
  expect(records.reduce((sum, { count }) => sum + count.completed, 0)).toBe(target.seen.length);
});

test.each(["ramp", "rush"])("%s can't come, and those that could are named", async (name) => {
  await using surges = new Surges(loads, new URL("http://127.0.0.1:9"));
  await expect(surges.start(name)).rejects.toThrow(
    `surge: no load \`${name}\` that could come; there are crowd, stream`,
  );
  expect(await surges.records()).toEqual([]);
});
