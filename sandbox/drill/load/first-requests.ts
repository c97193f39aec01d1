import { asSent } from "../../../load/driver.ts";
import type { LoadProfile } from "../../../load/profile.ts";

const withinMs = 5_000;

/**
 * Sends each request of a profile once, before the load. A counter is exported with its first increment, which no rate counts:
 * what was asked for before has its series already. What comes of them is for the load to find.
 */
export async function sendFirstRequests(profile: LoadProfile, target: URL, signal: AbortSignal): Promise<void> {
  await Promise.all(
    profile.requests.map(async (request) => {
      const { path, ...init } = asSent(request);
      const within = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
      // A path that begins with two slashes, or an answer that points elsewhere, would leave the target.
      const url = new URL(`${target.origin}${path}`);
      const answer = await fetch(url, { ...init, redirect: "manual", signal: within }).catch(() => undefined);
      await answer?.arrayBuffer().catch(() => undefined);
    }),
  );
}
