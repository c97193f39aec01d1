import { z } from "zod";
import { FiredrillError } from "../errors.ts";
import type { IdealSeries } from "../prove/ideal.ts";
import type { Fault } from "./fault.ts";
import { readParameters } from "./parameters.ts";

const schema = z
  .strictObject({
    service: z.string("expected the name of a service, such as api"),
    how: z.enum(["kill", "pause"], "expected kill or pause"),
  })
  .transform((parameters) => ({ kind: "down" as const, ...parameters }));

/** A service crashes (kill), or freezes with its sockets open (pause); lifted, it is started again or thawed. */
export const down: Fault<"down"> = {
  kind: "down",
  summary: "down {service, how: kill|pause}: the service crashes, or freezes",
  destructive: true,
  bracketMs: { process: 20, container: 500 },
  read: (parameters) => readParameters(schema, parameters),

  inject: async ({ service, how }, { stack }) => {
    const running = stack.named(service);
    if (!running) {
      const names = stack.all().map((one) => one.service.name);
      throw new FiredrillError(
        "fault-failed",
        `down: no service \`${service}\` runs here; there are ${names.join(", ")}`,
      );
    }
    return how === "kill" ? await running.kill() : await running.pause();
  },

  predict: ({ service }, around) =>
    Object.entries(around.targets).flatMap(([name, labels]): IdealSeries[] => {
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
    return target && { selector: `up{job="${target.job}",instance="${target.instance}"}`, shows: "zero" };
  },
};
