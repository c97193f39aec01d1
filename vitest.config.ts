import { defineConfig } from "vitest/config";
import SlowestFirst from "./test/helpers/slowest-first.ts";

/** Drills that leave a machine idle, so that such files run side by side. */
const fewDrills = ["as-written", "cut", "dashboards", "load", "matcher", "sandbox"].map(
  (name) => `test/drills/${name}.test.ts`,
);

/** Parts of the API, on databases that a file starts and ends. */
const withServices = "test/unit/apps/**/*.test.ts";

export default defineConfig({
  test: {
    // A drill takes as long as it takes; its own bounds decide, not the runner's.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    sequence: { sequencer: SlowestFirst },
    reporters: ["default", "./test/helpers/skipped-reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "units",
          include: ["test/unit/**/*.test.ts"],
          exclude: [withServices],
          // They keep nothing between them but what was worked out once; loading it for each file again is half of the time.
          isolate: false,
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "parts",
          include: [withServices, "test/stack/**/*.test.ts"],
          // Much of what they do is waiting.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "drills",
          include: ["test/drills/**/*.test.ts"],
          exclude: fewDrills,
          // Drills measure time, and each file runs several side by side: beside other tests they would rightly be
          // inconclusive.
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: { name: "few drills", include: fewDrills, maxWorkers: 3, sequence: { groupOrder: 3 } },
      },
    ],
  },
});
