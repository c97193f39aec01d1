import { expect, test } from "vitest";
import { measure } from "../../../sandbox/dashboards/measure.ts";
import { grafanaUnits } from "../../../sandbox/dashboards/units.ts";
import { projectMeasures } from "../../helpers/dashboards.ts";

const measures = projectMeasures();
const unitOf = (expr: string) => measure(expr, measures).unit;

test.each([
  ["memory_usage_bytes", "bytes"],
  ["rate(http_requests_total[5m])", "requests/second"],
  ["sum by (route) (increase(http_requests_total[5m]))", "requests"],
  ["sum(rate(http_requests_total[5m])) / sum(rate(http_requests_total[5m]))", "ratio"],
  ["100 * (memory_usage_bytes / memory_usage_bytes)", "percent"],
  ["memory_usage_percent / 100", "ratio"],
  ["histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))", "seconds"],
  ["1000 * histogram_quantile(0.5, rate(http_request_duration_seconds_bucket[5m]))", "milliseconds"],
  ["rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m])", "seconds"],
  ["rate(bond_amount_dollars_sum[1h]) / rate(bond_amount_dollars_count[1h])", "dollars"],
  ["rate(node_cpu_seconds_total[5m])", "ratio"],
  ["1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes", "ratio"],
  ["8 * rate(node_network_receive_bytes_total[5m])", "bits/second"],
  ["quantile_over_time(0.9, active_connections[1h])", "connections"],
  ["max_over_time(sum(active_connections)[1h:1m])", "connections"],
  ["clamp_max(memory_usage_percent, 100)", "percent"],
  ["count(up == 0) or vector(0)", "things"],
  ["topk(3, sum by (route) (rate(http_requests_total[5m]))) > 1", "requests/second"],
])("%s measures %s", (expr, unit) => {
  expect(unitOf(expr)).toBe(unit);
});

test.each([
  ["memory_usage_bytes + active_connections", "bytes and connections don't add up"],
  ["histogram_quantile(0.95, http_requests_total)", "no buckets"],
  ["http_request_duration_seconds", "a histogram has no series of its bare name"],
  ["60 * rate(http_requests_total[5m])", "60 leads to no unit that is known"],
  ["nothing_of_the_sort", "nobody declares it"],
])("what %s measures can't be told: %s", (expr) => {
  expect(unitOf(expr)).toBeUndefined();
});

test.each([
  ["reqps", "requests/second", "requests"],
  ["s", "seconds", "milliseconds"],
  ["percentunit", "ratio", "percent"],
  ["percent", "percent", "ratio"],
  ["bytes", "bytes", "bytes/second"],
  ["binBps", "bytes/second", "bits/second"],
  ["short", "bonds", "dollars"],
  ["none", "ratio", "seconds"],
])("%s shows %s, and not %s", (name, shown, other) => {
  expect(grafanaUnits[name]?.fits(shown)).toBe(true);
  expect(grafanaUnits[name]?.fits(other)).toBe(false);
});
