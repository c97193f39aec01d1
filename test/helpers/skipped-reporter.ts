import type { Reporter, TestModule } from "vitest/node";

/** Says at the end what did not run: a skipped test's name carries the reason, and nobody should have to look for it. */
export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests("skipped")].map((test) => test.fullName));
    if (skipped.length > 0)
      process.stdout.write(`\n${["skipped:", ...skipped.map((name) => `  ${name}`)].join("\n")}\n`);
  }
}
