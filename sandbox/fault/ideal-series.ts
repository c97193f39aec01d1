import type { IdealSeries } from "../prove/ideal.ts";
import type { Surroundings } from "./fault.ts";

/** A number while all is well, and while the fault is on. */
type Values = Pick<IdealSeries, "before" | "during" | "after">;

/** Every target is up, whatever else goes wrong. */
export function allUp(around: Surroundings): IdealSeries[] {
  return Object.values(around.targets).map((labels) => ({ metric: "up", labels, type: "gauge", before: 1, during: 1 }));
}

/** Requests per second that the API counts, by their status code; as if all were of one route. */
export function requests(around: Surroundings, status: string, values: Values): IdealSeries {
  return { metric: "http_requests_total", labels: requestLabels(around, status), type: "counter", ...values };
}

/** A level that the API exports. */
export function level(around: Surroundings, metric: string, values: Values): IdealSeries {
  return { metric, labels: { ...around.targets["api"] }, type: "gauge", ...values };
}

export function requestLabels(around: Surroundings, status: string): Readonly<Record<string, string>> {
  return { ...around.targets["api"], method: "GET", route: "/api/bonds", status_code: status };
}
