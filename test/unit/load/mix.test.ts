import { expect, test } from "vitest";
import { requestMix } from "../../../load/mix.ts";

const weights = [50, 25, 15, 10];

function counts(mix: (n: number) => number, every: number, total: number): number[] {
  const found = weights.map(() => 0);
  for (let i = 0; i < total; i++) found[mix(i * every)]! += 1;
  return found;
}

test("each request comes in proportion to its weight", () => {
  const found = counts(requestMix(weights), 1, 1000);
  for (const [i, count] of found.entries()) expect(Math.abs(count - weights[i]! * 10)).toBeLessThanOrEqual(4);
});

test.each([2, 4, 5, 10, 20, 25, 50])("every %ith request is a fair sample of the mix", (every) => {
  const found = counts(requestMix(weights), every, 1000);
  for (const [i, count] of found.entries()) expect(Math.abs(count - weights[i]! * 10)).toBeLessThanOrEqual(15);
});

test("twin: in a mix that goes round, every fifth request is not a fair sample", () => {
  const round = weights.flatMap((weight, i) => Array.from({ length: weight / 5 }, () => i));
  const found = counts((n) => round[n % round.length]!, 5, 1000);
  expect(Math.max(...found.map((count, i) => Math.abs(count - weights[i]! * 10)))).toBeGreaterThan(15);
});

test("the same every time, and any weights", () => {
  const once = Array.from({ length: 500 }, (_, n) => requestMix(weights)(n));
  expect(Array.from({ length: 500 }, (_, n) => requestMix(weights)(n))).toEqual(once);
  expect(Array.from({ length: 500 }, (_, n) => requestMix([0.3])(n))).toEqual(Array(500).fill(0));
});
