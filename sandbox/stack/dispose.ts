import { FiredrillError } from "../errors.ts";

/** Disposes one after another, in the order given, all of them; then rejects with everything that went wrong. */
export async function disposeAll(things: readonly AsyncDisposable[]): Promise<void> {
  const errors: unknown[] = [];
  for (const thing of things) {
    try {
      await thing[Symbol.asyncDispose]();
    } catch (error) {
      errors.push(error);
    }
  }
  rejectWith(errors);
}

/** The same, all at once: for what does not miss the others. */
export async function disposeTogether(things: readonly AsyncDisposable[]): Promise<void> {
  const settled = await Promise.allSettled(things.map(async (thing) => thing[Symbol.asyncDispose]()));
  rejectWith(settled.flatMap((one) => (one.status === "rejected" ? [one.reason as unknown] : [])));
}

function rejectWith(errors: readonly unknown[]): void {
  if (errors.length === 0) return;
  const said = errors.map((error) => (error instanceof Error ? error.message : String(error)));
  throw new FiredrillError("dispose-failed", said.join("\n"), { cause: errors[0] });
}
