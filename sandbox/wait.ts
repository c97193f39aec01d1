import { setTimeout as delay } from "node:timers/promises";
import { FiredrillError } from "./errors.ts";

/** The only two ways to wait. `until`: some look satisfies. `throughout`: every look satisfies. */
export interface Patience {
  /** What is waited for, as the start of the error's message: "prometheus to scrape api". */
  readonly what: string;
  readonly withinMs: number;
  /** Between two looks. Default 25 ms. */
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** A look returns what it saw, or says what is still missing. It throws where waiting longer is of no use. */
export type Look<T> = () => Promise<{ readonly seen: T } | { readonly missing: string }>;

/**
 * Rejects with the last thing that was missing: "waited 10 s for prometheus to scrape api: target api is down". The last
 * look begins when the time is over: one before it may have been held up for all of it, and says nothing of its end.
 */
export async function until<T>(look: Look<T>, patience: Patience): Promise<T> {
  const start = performance.now();
  for (;;) {
    checkInterrupt(patience);
    const begun = performance.now() - start;
    const found = await look();
    if ("seen" in found) return found.seen;
    const elapsed = performance.now() - start;
    if (begun >= patience.withinMs) throw gaveUp(patience, elapsed, found.missing);
    await pause(Math.min(patience.everyMs ?? 25, Math.max(0, patience.withinMs - elapsed)), patience);
  }
}

/** Resolves when the time is over; rejects at the first look that does not satisfy. */
export async function throughout<T>(look: Look<T>, patience: Patience): Promise<void> {
  const start = performance.now();
  for (;;) {
    checkInterrupt(patience);
    const found = await look();
    const elapsed = performance.now() - start;
    if ("missing" in found) throw gaveUp(patience, elapsed, found.missing);
    if (elapsed >= patience.withinMs) return;
    await pause(Math.min(patience.everyMs ?? 25, patience.withinMs - elapsed), patience);
  }
}

async function pause(ms: number, patience: Patience): Promise<void> {
  const options = patience.signal ? { signal: patience.signal } : {};
  await delay(ms, undefined, options).catch(() => checkInterrupt(patience));
}

function checkInterrupt(patience: Patience): void {
  if (!patience.signal?.aborted) return;
  const reason: unknown = patience.signal.reason;
  throw reason instanceof FiredrillError
    ? reason
    : new FiredrillError("interrupted", `interrupted while waiting for ${patience.what}`, { cause: reason });
}

function gaveUp(patience: Patience, elapsedMs: number, missing: string): FiredrillError {
  return new FiredrillError("waited", `waited ${(elapsedMs / 1000).toFixed(1)} s for ${patience.what}: ${missing}`);
}
