import { expect, test } from "vitest";
import { Queue } from "../../../load/drive/queue.ts";
import { beginsMs } from "../../../load/drive/users.ts";

function begins(users: number, thinkMs: number, seconds: number): number[] {
  return Array.from({ length: users }, (_, n) => beginsMs(n, { model: "closed", users, thinkMs }, seconds));
}

test("users begin evenly over the time that they think, however short the load", () => {
  for (const seconds of [1, 60]) {
    for (const [n, ms] of begins(1000, 2000, seconds).entries()) expect(ms).toBeCloseTo(2 * n, 9);
  }
});

test("users who do not think begin a millisecond apart, and all of them in the first tenth of the load", () => {
  expect(begins(3, 0, 60)).toEqual([0, 1, 2]);
  expect(Math.max(...begins(1000, 0, 1))).toBeLessThan(100);
});

test("who waits comes out in their order, when their time has come and not before", () => {
  const queue = new Queue<number>();
  for (let n = 0; n < 10_000; n++) queue.add(n, n);
  expect(queue.due(0)).toBeUndefined();
  const out = [];
  for (let next = queue.due(9000); next; next = queue.due(9000)) out.push(next.value);
  expect(out).toEqual(Array.from({ length: 9000 }, (_, n) => n));
  queue.add(10_000, 10_000);
  expect(queue.due(9001)).toEqual({ value: 9000, atMs: 9000 });
});
