import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import { expect } from "vitest";
import type { Count, LoadRecord } from "../../load/record.ts";

export const noErrors = { connection: 0, closed: 0, timeout: 0, status: 0, body: 0 };

export function due({ sent, unsent }: Count): number {
  return sent + unsent.busy + unsent.late;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Each request is in one place, and the parts of a record say the same as the whole. */
export function expectRecord({ count, routes, timeline, spans, latency, service, seconds }: LoadRecord): void {
  expect(count.sent).toBe(count.completed + sum(Object.values(count.errors)) + count.lost);
  const answers = count.completed + count.errors.status + count.errors.body;
  expect(sum(Object.values(count.answers ?? {}))).toBe(answers);
  expect(decodeFromCompressedBase64(latency).totalCount).toBe(answers);
  expect(decodeFromCompressedBase64(service).totalCount).toBe(answers);
  expect(sum(routes.map((route) => decodeFromCompressedBase64(route.latency).totalCount))).toBe(answers);
  expect(sum(routes.map((route) => due(route.count)))).toBe(due(count));
  expect(sum(routes.map((route) => route.count.completed))).toBe(count.completed);
  expect(sum((spans?.latency ?? []).map((one) => decodeFromCompressedBase64(one).totalCount))).toBe(answers);
  expect(spans?.lateMs).toHaveLength(Math.ceil(seconds));
  expect(timeline.map((one) => one.second)).toEqual(Array.from({ length: Math.ceil(seconds) }, (_, n) => n));
  expect(sum(timeline.map((one) => one.due))).toBe(due(count));
  expect(sum(timeline.map((one) => one.sent))).toBe(count.sent);
  expect(sum(timeline.map((one) => one.completed))).toBe(count.completed);
  expect(sum(timeline.map((one) => one.failed))).toBe(count.sent - count.completed - count.lost);
}
