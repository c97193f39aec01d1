import { expect, test } from "vitest";
import { eventShare } from "../../../sandbox/rules/event-share.ts";

const errors = 'sum(rate(requests_total{code=~"5.."}[5m]))';
const all = "sum(rate(requests_total[5m]))";
const share = (expr: string): number | undefined => eventShare(expr, new Map())?.share;

test.each([
  [`${errors} / ${all} > 0.05`, 0.05],
  [`0.05 < ${errors} / ${all}`, 0.05],
  [`(${errors} / ${all}) > bool (0.05)`, 0.05],
  [`${errors} / ${all} * 100 > 5`, 0.05],
  [`100 * (${errors} / ${all}) > 5`, 0.05],
  [`100 * ${errors} / ${all} > 5`, 0.05],
  [`5 < ${errors} / ${all} * 100`, 0.05],
  [`${errors} / (${all} / 100) > 5`, 0.05],
  [`${errors} > 0.05 * ${all}`, 0.05],
  [`${errors} > ${all} * 0.05`, 0.05],
  [`${errors} > ${all} / 20`, 0.05],
  [`${errors} > ${all} * 5 / 100`, 0.05],
  [`0.05 * ${all} < ${errors}`, 0.05],
  [`${errors} * 20 > ${all}`, 0.05],
  [`max_over_time((${errors} / ${all})[1h:1m]) > 0.05`, 0.05],
  [`(${errors} + ${errors}) / ${all} > 0.05`, 0.05],
  [`${errors} / ${all} > 0.05 and ${errors} / ${all} * 100 > 1`, 0.01],
  ["histogram_quantile(0.95, sum by (le) (rate(requests_bucket[5m]))) > 1", 0.05],
])("%j tells %d of all events", (expr, expected) => {
  expect(share(expr)).toBeCloseTo(expected, 10);
  expect(eventShare(expr, new Map())?.windowMs).toBe(300_000);
});

test.each([
  [`${errors} > 5`, "no share of anything"],
  [`${errors} / ${all} > 5`, "more than all"],
  [`${errors} > ${all}`, "as many as all"],
  [`${errors} / ${all} > threshold`, "a share that is only known later"],
  [`${errors} - 5 > 0.05 * ${all}`, "a difference"],
  [`${errors} / ${all} > 0`, "any event"],
  ["cpu_used / cpu_all > 0.05", "no events"],
  [`1 - ${errors} / ${all} < 0.95`, "a remainder"],
  [`${all} > 5 * ${all} offset 1d`, "a multiple"],
  [`${errors} / 60 > 0.05`, "a rate in another unit"],
])("%j tells no share: %s", (expr) => {
  expect(share(expr)).toBeUndefined();
});
