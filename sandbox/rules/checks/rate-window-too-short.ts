import { readableDuration } from "../duration.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { sampleIntervals, windowsIn } from "./intervals.ts";

/** What needs two samples to say anything. */
const ofTwo = new Set("rate irate increase delta idelta deriv predict_linear".split(" "));

/** A rate over a window that two scrapes do not always lie in. */
export const rateWindowTooShort: Check = {
  id: "rate-window-too-short",
  find: (subject) => {
    const interval = sampleIntervals(subject);
    return subject.expressions.flatMap(({ text, source, path }) =>
      windowsIn(text).flatMap((selector) => {
        const { usedBy = "", rangeMs, offset, text: written } = selector;
        const everyMs = interval(selector);
        if (!ofTwo.has(usedBy) || everyMs === undefined || rangeMs >= 2 * everyMs) return [];
        const message =
          `${usedBy}() needs two samples, and ${readableDuration(rangeMs)} holds fewer: ` +
          `there is one every ${readableDuration(everyMs)}`;
        const end = text.indexOf("]", offset) + 1;
        const fix = `look back for ${readableDuration(4 * everyMs)} at least: then one scrape may fail`;
        return [foundAt(source, path, { from: offset, to: end > 0 ? end : offset + written.length }, message, fix)];
      }),
    );
  },
};
