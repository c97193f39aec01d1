import { expect, test } from "vitest";
import { encoded, newHistogram, recordMs } from "../../../load/drive/histogram.ts";
import { Seconds } from "../../../load/drive/seconds.ts";
import type { SecondPart } from "../../../load/drive/seconds.ts";
import { Timeline } from "../../../load/drive/timeline.ts";
import type { LoadSecond } from "../../../load/record.ts";

function part(second: number, completed: number, ms: number, final = true): SecondPart {
  const latency = newHistogram();
  for (let n = 0; n < completed; n++) recordMs(latency, ms);
  const sent = final ? completed : completed + 1;
  const counts = { second, final, due: sent, sent, completed, failed: 0 };
  return { ...counts, latency: completed > 0 ? encoded(latency) : null, lateMs: 1 };
}

test("threads are put together: counts are sums, percentiles are of all their answers", () => {
  const timeline = new Timeline();
  timeline.add(0, [part(0, 90, 10)]);
  timeline.add(1, [part(0, 10, 200)]);
  const [second] = timeline.whole(1);
  expect(second).toMatchObject({ second: 0, due: 100, completed: 100 });
  expect(second?.latencyMs?.p50).toBeCloseTo(10, 1);
  expect(second?.latencyMs?.p95).toBeCloseTo(200, 0);
  expect(timeline.latency.totalCount).toBe(100);
});

test("each second is told once and in order, those without a request too; what came later stands in the whole", () => {
  const told: LoadSecond[] = [];
  const timeline = new Timeline((second) => told.push(second));
  timeline.add(0, [part(0, 5, 10, false)]);
  timeline.over(1);
  timeline.add(0, [part(2, 1, 10)]);
  timeline.over(3);
  timeline.add(0, [part(0, 6, 10)]);
  timeline.over(3);
  expect(told.map((one) => [one.second, one.completed])).toEqual([
    [0, 5],
    [1, 0],
    [2, 1],
  ]);
  expect(timeline.whole(4).map((one) => [one.second, one.completed])).toEqual([
    [0, 6],
    [1, 0],
    [2, 1],
    [3, 0],
  ]);
  expect(timeline.latency.totalCount).toBe(7);
  expect(told.map((one) => one.second)).toEqual([0, 1, 2, 3]);
});

test("a thread tells a second when nothing of it is under way, else once a second after its end, and once more", () => {
  const seconds = new Seconds();
  const first = seconds.at(100);
  first.due = first.sent = 2;
  first.completed = 1;
  const second = seconds.at(1100);
  second.due = second.sent = second.completed = 1;
  expect(seconds.told(1999)).toEqual([]);
  expect(seconds.told(2000).map((one) => [one.second, one.final])).toEqual([
    [0, false],
    [1, true],
  ]);
  expect(seconds.told(3000)).toEqual([]);
  first.failed = 1;
  expect(seconds.told(4000).map((one) => [one.second, one.final])).toEqual([[0, true]]);
  expect(seconds.rest()).toEqual([]);
});
