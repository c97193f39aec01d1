import { z } from "zod";
import { inApp } from "./app-fault.ts";
import type { Fault } from "./fault.ts";
import { allUp, level, requests } from "./ideal-series.ts";
import { readParameters } from "./parameters.ts";
import { share, spec } from "./parts.ts";

const schema = z.strictObject({ share: share() }).transform((parameters) => spec("memory", parameters));

/** About what an API under load takes by itself, in percent of its limit. */
const usualPercent = 20;

/** The API's process really takes that share of its memory limit, and gives it back. */
export const memory: Fault<"memory"> = {
  kind: "memory",
  summary: "memory {share}: the API takes that share of its memory limit",
  // Filling half a gigabyte, on a busy machine.
  bracketMs: { process: 500, container: 500 },
  read: (parameters) => readParameters(schema, parameters),
  inject: (wanted, { api }) => inApp("memory", { share: wanted.share }, api),

  predict: ({ share: part }, around) => [
    level(around, "memory_usage_percent", { before: usualPercent, during: Math.max(usualPercent, 100 * part) }),
    requests(around, "200", { before: around.requestsPerSecond, during: around.requestsPerSecond }),
    ...allUp(around),
  ],

  silences: () => [],

  evidence: ({ share: part }, { targets }) =>
    targets["api"] && {
      selector: `memory_usage_percent{instance="${targets["api"].instance}"}`,
      // The process breathes by half a percent.
      shows: "at least",
      value: 100 * part - 1,
    },
};
