import { z } from "zod";
import { inApp } from "./app-fault.ts";
import type { Fault } from "./fault.ts";
import { readParameters } from "./parameters.ts";
import { share, spec } from "./parts.ts";

const schema = z.strictObject({ share: share(0.95) }).transform((parameters) => spec("cpu-burn", parameters));

/** The API's one thread is kept busy for that share of the time. */
export const cpuBurn: Fault<"cpu-burn"> = {
  kind: "cpu-burn",
  summary: "cpu-burn {share}: the API burns that share of a core, up to 0.95",
  bracketMs: { process: 50, container: 50 },
  read: (parameters) => readParameters(schema, parameters),
  inject: (wanted, { api }) => inApp("cpu-burn", { share: wanted.share }, api),
  // How much of a core is left to it hangs on the machine.
  predict: () => undefined,
  silences: () => [],
  evidence: ({ share: part }, { targets }) =>
    targets["api"] && {
      selector: `cpu_usage_percent{instance="${targets["api"].instance}"}`,
      // Less than all of it, since a busy machine may not give as much.
      shows: "more by",
      value: 40 * part,
    },
};
