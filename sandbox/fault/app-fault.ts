import { FiredrillError } from "../errors.ts";
import type { ApiControl } from "./api-control.ts";
import type { FaultKind } from "./fault.ts";

/** Puts one of the API's own faults in force, over its control port; disposing lifts it. Rejects with `fault-failed`. */
export async function inApp(
  kind: FaultKind,
  parameters: Readonly<Record<string, string | number | undefined>>,
  control: ApiControl,
): Promise<AsyncDisposable> {
  await control("PUT", `/faults/${kind}`, parameters).catch(failed(kind, "put in force"));
  return {
    [Symbol.asyncDispose]: async () => {
      await control("DELETE", `/faults/${kind}`).catch(failed(kind, "lifted"));
    },
  };
}

function failed(kind: string, what: string) {
  return (cause: unknown): never => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FiredrillError("fault-failed", `${kind} could not be ${what}: ${why}`, { cause });
  };
}
