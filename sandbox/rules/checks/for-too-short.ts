import { readableDuration } from "../duration.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { evaluationMs } from "./intervals.ts";
import { alertsIn } from "./placed-rules.ts";

/** A `for` that is over before the rule is evaluated again: it is as long as an evaluation then. */
export const forTooShort: Check = {
  id: "for-too-short",
  find: (subject) =>
    alertsIn(subject).flatMap((placed) => {
      const everyMs = evaluationMs(subject, placed);
      const { forMs } = placed.rule;
      if (everyMs === undefined || forMs === 0 || forMs >= everyMs) return [];
      const message = `the rule is evaluated every ${readableDuration(everyMs)}, so that it fires after as long, not after ${readableDuration(forMs)}`;
      const fix = `make it ${readableDuration(everyMs)} or more, evaluate the group more often, or leave \`for\` out`;
      return [foundAt(placed.source, [...placed.path, "for"], {}, message, fix)];
    }),
};
