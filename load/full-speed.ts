import { build } from "hdr-histogram-js";
import { FiredrillError } from "../sandbox/errors.ts";
import { Connection } from "./connection.ts";
import type { Ending } from "./connection.ts";
import { asSent } from "./driver.ts";
import { loopbackAddress } from "./loopback.ts";
import { requestMix } from "./mix.ts";
import type { LoadProfile } from "./profile.ts";
import type { Request } from "./request.ts";

/** How fast a target was, asked by so many at once that each waited for its answer before it asked again. */
export interface Speed {
  readonly perSecond: number;
  readonly p99Ms: number;
}

export interface FullSpeedOptions {
  readonly connections: number;
  readonly milliseconds: number;
  readonly signal?: AbortSignal;
}

/**
 * The profile's mix without its rate. Meant to compare two targets: latency counts from sending, so that a target that
 * stalls is asked less, which an even load would not forgive. Rejects (`load-failed`) at an answer that is not 2xx.
 */
export async function fullSpeed(
  profile: Pick<LoadProfile, "requests">,
  target: URL,
  { connections, milliseconds, signal }: FullSpeedOptions,
): Promise<Speed> {
  const mix = requestMix(profile.requests.map((request) => request.weight));
  const latencyUs = build({ highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: 3 });
  const options = {
    protocol: "http:",
    hostname: loopbackAddress(target),
    port: Number(target.port || 80),
    host: target.host,
    requests: profile.requests.map(asSent),
    timeout: 10,
  } as const;
  const start = performance.now();
  let sent = 0;
  const talk = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const connection = new Connection(
        options,
        () => {},
        () => {},
      );
      const next = (): void => {
        const begun = performance.now();
        if (begun - start >= milliseconds || signal?.aborted) return void connection.close().then(resolve);
        const chosen = mix(sent++);
        connection.send(chosen, (ending) => {
          if (typeof ending === "number" && ending >= 200 && ending < 300) {
            latencyUs.recordValue(Math.max(1, Math.round((performance.now() - begun) * 1000)));
            return next();
          }
          reject(failure(profile.requests[chosen], target, ending));
          return void connection.close();
        });
      };
      next();
    });
  await Promise.all(Array.from({ length: connections }, talk));
  if (signal?.aborted) throw new FiredrillError("interrupted", `interrupted while loading ${target.origin}`);
  const seconds = (performance.now() - start) / 1000;
  return { perSecond: latencyUs.totalCount / seconds, p99Ms: latencyUs.getValueAtPercentile(99) / 1000 };
}

function failure(request: Request | undefined, target: URL, ending: Ending): FiredrillError {
  const what = typeof ending === "number" ? `answered ${ending}` : `ended with ${ending}`;
  return new FiredrillError("load-failed", `${request?.method} ${request?.path} on ${target.origin} ${what}`);
}
