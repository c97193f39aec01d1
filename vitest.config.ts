import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A drill takes as long as it takes; its own bounds decide, not the runner's.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two cores: more stacks at once than that would make one another slow.
    maxWorkers: 2,
    reporters: ["default", "./test/helpers/skipped-reporter.ts"],
  },
});
