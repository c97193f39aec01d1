import { bucketDoubts } from "../buckets.ts";
import { selectors } from "../promql.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";

/** A bucket is asked for that the histogram does not have: an objective at that bound can't be measured. */
export const bucketMissing: Check = {
  id: "bucket-missing",
  find: ({ expressions, buckets }) =>
    expressions.flatMap(({ text, source, path }) =>
      bucketDoubts(text, buckets).problems.map(({ offset, message }) => {
        const selector = selectors(text).find((one) => one.offset === offset);
        const part = { from: offset, to: offset + (selector?.text.length ?? 1) };
        const fix = "add the bucket where the histogram is declared (and to buckets.yml), or ask for one that there is";
        return foundAt(source, path, part, message, fix);
      }),
    ),
};
