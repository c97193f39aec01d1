import { afterAll, beforeAll, test } from "vitest";
import { FiredrillError } from "../../sandbox/errors.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import type { Service } from "../../sandbox/stack/service.ts";
import { startStack } from "../../sandbox/stack/stack.ts";
import type { Stack } from "../../sandbox/stack/stack.ts";

/**
 * One stack of processes for all tests of a file, which `runs` are given. Where a program can't be had on this
 * machine they are skipped, by name and reason; whatever else goes wrong is a failure.
 */
export async function processStack(services: readonly Service[], name: string) {
  const runtime = await processRuntime();
  const missing = await runtime
    .prepare(services, [], () => {})
    .then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof FiredrillError && ["program-missing", "platform"].includes(error.code))
          return error.message;
        throw error;
      },
    );
  let stack: Stack | undefined;
  beforeAll(async () => {
    if (missing === undefined) stack = await startStack(services, runtime, name);
  });
  afterAll(async () => {
    await stack?.[Symbol.asyncDispose]();
    await runtime[Symbol.asyncDispose]();
  });
  const running = <P extends string>(service: Service<P>) => {
    if (!stack) throw new Error(`the stack ${name} does not run yet`);
    return stack.get(service);
  };
  return {
    /** Why it can't run on this machine. */
    missing,
    running,
    runs: (title: string, body: () => Promise<void>) =>
      missing === undefined ? test(title, body) : test.skip(`${title}: ${missing.split("\n")[0]}`, () => {}),
    urlOf: <P extends string>(service: Service<P>, port: P): URL => running(service).url(port),
  };
}
