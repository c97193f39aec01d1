import { expect, test } from "vitest";
import { latenciesOf } from "../../../../load/compare/run-sample.ts";
import { newHistogram, recordMs } from "../../../../load/drive/histogram.ts";
import { Spans } from "../../../../load/drive/spans.ts";

function spansOf(seconds: number) {
  const spans = new Spans();
  for (let second = 0; second < seconds; second++) {
    const latency = newHistogram();
    recordMs(latency, second + 1);
    const part = { second, final: true, due: 1, sent: 1, completed: 1, failed: 0, latency: null, lateMs: second };
    spans.keep(second, [part, { ...part, due: 3, lateMs: second + 4 }], latency);
  }
  return spans;
}

test("a short load keeps each of its seconds", () => {
  const { seconds, latency, lateMs } = spansOf(3).whole(3);
  expect(seconds).toBe(1);
  expect(latency.map((one) => [...latenciesOf(one).keys()].map(Math.round))).toEqual([[1], [2], [3]]);
  expect(lateMs).toEqual([3, 4, 5]);
});

test("a long one keeps 120 spans at most, with every answer in one of them", () => {
  const { seconds, latency, lateMs } = spansOf(301).whole(301);
  expect(seconds).toBe(3);
  expect(latency).toHaveLength(101);
  const counts = latency.map((one) => [...latenciesOf(one).values()].reduce((sum, count) => sum + count, 0));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(301);
  expect(counts.at(-1)).toBe(1);
  expect(lateMs.slice(0, 2)).toEqual([4, 7]);
});

test("a second without an answer is an empty span", () => {
  const { latency } = spansOf(2).whole(4);
  expect(latency.map((one) => latenciesOf(one).size)).toEqual([1, 1, 0, 0]);
});
