import { z } from "zod";
import { FiredrillError } from "../errors.ts";
import type { IdealSeries } from "../prove/ideal.ts";
import type { Fault } from "./fault.ts";
import { readParameters } from "./parameters.ts";

const schema = z
  .strictObject({
    service: z.string("expected the name of a service, such as api"),
    how: z.enum(["kill", "pause", "cut"], "expected kill, pause or cut"),
  })
  .transform((parameters) => ({ kind: "down" as const, ...parameters }));

/** Services that the API stands on. */
export const backing: readonly string[] = ["postgres", "redis", "external-api"];

/** The longest that the API waits for one of them. */
const giveUpMs = 5_500;

/** A service crashes (kill), freezes with its sockets open (pause), or loses its network (cut); lifted, it is as it was. */
export const down: Fault<"down"> = {
  kind: "down",
  summary: "down {service, how: kill|pause|cut}: the service crashes, freezes, or (in containers) loses its network",
  // What was frozen goes on where it was. A process that was killed is another one, whose counters and caches are empty; one
  // that joined its network again has another address there.
  destructive: ({ how }) => how !== "pause",
  bracketMs: { process: 20, container: 500 },
  read: (parameters) => readParameters(schema, parameters),
  refusal: ({ how }, runtime) =>
    how === "cut" && runtime === "process"
      ? "`how: cut` takes a network away, which only a container has of its own; use pause, or --runtime container"
      : undefined,

  // What asks a service that hangs gives it up after a time of its own.
  delayMs: ({ service, how }) => (how !== "kill" && backing.includes(service) ? giveUpMs : 0),
  // One that was killed refuses at once as a process; a container takes its address along, and then nobody refuses.
  aftermathMs: ({ service }) => (backing.includes(service) ? giveUpMs : 0),

  inject: async ({ service, how }, { stack }) => {
    const running = stack.named(service);
    if (!running) {
      const names = stack.all().map((one) => one.service.name);
      throw new FiredrillError(
        "fault-failed",
        `down: no service \`${service}\` runs here; there are ${names.join(", ")}`,
      );
    }
    return await running[how]();
  },

  // What the API answers without one of those that it stands on is its own affair.
  predict: ({ service }, around) =>
    backing.includes(service)
      ? undefined
      : Object.entries(around.targets).flatMap(([name, labels]): IdealSeries[] => {
          const here = name === service;
          const series: IdealSeries[] = [{ metric: "up", labels, type: "gauge", before: 1, during: here ? 0 : 1 }];
          if (name !== "api") return series;
          return [
            ...series,
            {
              metric: "http_requests_total",
              labels: { ...labels, method: "GET", route: "/api/bonds", status_code: "200" },
              type: "counter",
              before: around.requestsPerSecond,
              during: here ? "stale" : around.requestsPerSecond,
            },
          ];
        }),

  silences: ({ service }) => [service],

  evidence: ({ service }, around) => {
    const target = around.targets[service];
    if (target) return { selector: `up{job="${target.job}",instance="${target.instance}"}`, shows: "zero" };
    // Nobody scrapes it: what needs it fails, and says so.
    const api = around.targets["api"];
    if (!api || !backing.includes(service)) return undefined;
    return {
      selector: `http_requests_total{instance="${api.instance}",status_code=~"5.."}`,
      shows: "above what it was",
    };
  },
};
