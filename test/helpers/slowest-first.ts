import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

/** Files that take longest, mostly waiting. No test depends on the order. */
const slowest = [
  "stack/contract-container",
  "stack/contract-process",
  "stack/log-outage",
  "unit/apps/api-outages",
  "stack/log-containers",
  "stack/official",
  "stack/process-packages",
  "unit/apps/api-faults",
  "stack/factor-two",
  "drills/dashboards",
  "drills/load",
  "drills/cut",
];

/** What is begun last and takes long would run on alone, when all workers but its own have nothing left to do. */
export default class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = slowest.findIndex((name) => moduleId.endsWith(`${name}.test.ts`));
      return place < 0 ? slowest.length : place;
    };
    // oxlint-disable-next-line unicorn/no-array-sort -- not an array's
    const asBefore = await super.sort(files);
    return asBefore.toSorted((a, b) => rank(a) - rank(b));
  }
}
