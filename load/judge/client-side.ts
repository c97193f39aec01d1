import type { ClientSide } from "../objectives.ts";
import type { Count, LoadRecord } from "../record.ts";
import { countUpTo } from "./latency.ts";
import type { Seen } from "./seen.ts";

/** Sent, and known to have got no answer. */
export function unanswered({ errors }: Count): number {
  return errors.connection + errors.closed + errors.timeout;
}

export function answered(count: Count): number {
  return count.sent - unanswered(count) - count.lost;
}

/**
 * What the client saw: of all requests that were due, but for those that the generator itself came to too late. One that was not
 * sent since every connection was waiting for the target is as bad as one without an answer; one that is `lost` may have been either.
 */
export function seenByClient(record: LoadRecord, side: ClientSide): Seen {
  const { count } = record;
  const total = count.sent + count.unsent.busy;
  if (total === 0) return { kind: "unseen", why: "nothing was sent" };
  const { good, maybe } = goodAnswers(record, side);
  const doubts = [
    ...(maybe > 0 ? [`the record does not say what status ${maybe} answers had`] : []),
    ...(count.lost > 0 ? [`${count.lost} had no answer yet when the load ended`] : []),
  ];
  return {
    kind: "counted",
    good: { least: good, likely: good, most: Math.min(total, good + maybe + count.lost) },
    total,
    doubt: doubts.length === 0 ? null : doubts.join(", "),
  };
}

/** Of the answers; `maybe` more, where the record does not say. */
export function goodAnswers(
  { count, latency }: Pick<LoadRecord, "count" | "latency">,
  side: ClientSide,
): { readonly good: number; readonly maybe: number } {
  if ("latency-ms" in side) return { good: countUpTo(latency, side["latency-ms"]), maybe: 0 };
  if ("answered" in side) return { good: answered(count), maybe: 0 };
  if ("as-expected" in side) return { good: count.completed, maybe: 0 };
  const { answers } = count;
  if (!answers) return { good: count.completed + count.errors.body, maybe: count.errors.status };
  return { good: answersBelow(answers, side["status-below"]), maybe: 0 };
}

export function answersBelow(answers: Readonly<Record<string, number>>, status: number): number {
  return Object.entries(answers).reduce((sum, [code, count]) => (Number(code) < status ? sum + count : sum), 0);
}
