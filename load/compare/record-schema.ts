import { z } from "zod";
import type { LoadRecord } from "../record.ts";
import { latenciesOf } from "./run-sample.ts";

const count = z.int().min(0);
const amount = z.number().min(0);

const histogram = z.string().refine(isHistogram, "this is no HdrHistogram (base64 of its compressed encoding)");

const countSchema = z.object({
  sent: count,
  completed: count,
  errors: z.object({ connection: count, closed: count, timeout: count, status: count, body: count }),
  answers: z.record(z.string(), count).exactOptional(),
  lost: count,
  unsent: z.object({ busy: count, late: count }),
});

const second = z.object({
  second: count,
  due: count,
  sent: count,
  completed: count,
  failed: count,
  latencyMs: z.object({ p50: amount, p95: amount, p99: amount, max: amount }).nullable(),
});

/** A saved record. Keys that are not known are left out: a later version may write more. */
export const recordSchema: z.ZodType<LoadRecord> = z.object({
  profile: z.string(),
  title: z.string(),
  model: z.enum(["open", "closed"]),
  target: z.string(),
  startedAt: amount,
  seconds: z.number().positive("expected seconds, above 0"),
  wantedPerSecond: amount.nullable(),
  count: countSchema,
  routes: z.array(z.object({ route: z.string(), count: countSchema, latency: histogram })),
  latency: histogram,
  service: histogram,
  timeline: z.array(second),
  spans: z
    .object({
      seconds: z.int().positive("expected whole seconds"),
      latency: z.array(histogram),
      lateMs: z.array(amount),
    })
    .exactOptional(),
  generator: z.object({
    workers: count,
    cores: amount,
    loopDelayMs: z.object({ p99: amount, max: amount }),
    lateMs: z.object({ p99: amount, max: amount }),
    behind: z.string().nullable(),
  }),
  stopped: z.string().nullable(),
});

function isHistogram(text: string): boolean {
  try {
    latenciesOf(text);
    return true;
  } catch {
    return false;
  }
}
