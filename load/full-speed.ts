import { decodeFromCompressedBase64 } from "hdr-histogram-js";
import { FiredrillError } from "../sandbox/errors.ts";
import { formatDuration } from "../sandbox/rules/duration.ts";
import type { Duration } from "../sandbox/rules/duration.ts";
import { drive } from "./drive/drive.ts";
import type { LoadProfile } from "./profile.ts";
import type { Count, LoadRecord } from "./record.ts";

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
 * The profile's mix without its rate: so many users who do not think. Meant to compare two targets: one that stalls is
 * asked less, which an even load would not forgive. Rejects (`load-failed`) at an answer that is not 2xx.
 */
export async function fullSpeed(
  profile: Pick<LoadProfile, "title" | "requests">,
  target: URL,
  { connections, milliseconds, signal }: FullSpeedOptions,
): Promise<Speed> {
  const { title } = profile;
  const requests = profile.requests.map((request) => ({ ...request, expect: { status: "2xx" as const } }));
  const record = await drive(
    { title, requests, connections, duration: formatDuration(milliseconds) as Duration },
    target,
    {
      name: "full-speed",
      stop: ({ count }) => (failures(count).length > 0 ? "an answer is not 2xx" : null),
      ...(signal && { signal }),
    },
  );
  if (signal?.aborted) throw new FiredrillError("interrupted", `interrupted while loading ${target.origin}`);
  const bad = record.routes.find((route) => failures(route.count).length > 0);
  if (bad) throw failure(bad, target);
  const p99Us = decodeFromCompressedBase64(record.latency).getValueAtPercentile(99);
  return { perSecond: record.count.completed / record.seconds, p99Ms: p99Us / 1000 };
}

/** What went wrong, in words, each with how often. */
function failures({ errors, answers = {} }: Count): string[] {
  const statuses = Object.entries(answers).filter(([status]) => !status.startsWith("2"));
  const others = Object.entries(errors).filter(([error, times]) => error !== "status" && times > 0);
  return [
    ...statuses.map(([status, times]) => `answered ${status} (${times} times)`),
    ...others.map(([error, times]) => `ended with ${error} (${times} times)`),
  ];
}

function failure({ route, count }: LoadRecord["routes"][number], target: URL): FiredrillError {
  return new FiredrillError("load-failed", `${route} on ${target.origin} ${failures(count).join(", ")}`);
}
