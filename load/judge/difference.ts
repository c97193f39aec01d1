import type { Objective } from "../objectives.ts";
import type { LoadRecord } from "../record.ts";
import { answered, goodAnswers, unanswered } from "./client-side.ts";
import { countUpTo } from "./latency.ts";
import type { Difference } from "./load-verdict.ts";
import { percent } from "./percent.ts";
import type { Counted, Sampled, Seen } from "./seen.ts";

/** Of what may fail, the part from which on a difference is worth telling. */
const worthTelling = 0.1;
/** Prometheus' `increase` is extrapolated, and others ask too: more than one in ten is another matter. */
const strangers = 0.1;

/**
 * Why Prometheus does not see what the client sees: by what of the record the server could have seen, which leaves a span for
 * its value. Outside of that span the difference is unexplained. Pure.
 */
export function differenceOf(record: LoadRecord, objective: Objective, client: Seen, side: Seen): Difference | null {
  if (client.kind !== "counted" || side.kind === "unseen") return null;
  const seen = client.good.likely / client.total;
  const theirs = side.kind === "sampled" ? side.share : side.good.likely / side.total;
  const value = theirs - seen;
  if (Math.abs(value) <= worthTelling * (1 - objective.objective)) return null;
  return { value, ...(side.kind === "sampled" ? ofState(value, side) : ofCounts(record, objective, client, side)) };
}

type Explanation = Omit<Difference, "value">;

function ofState(value: number, { looks }: Sampled): Explanation {
  if (value > 0)
    return { explained: true, why: "a scrape looks at whether it is up, not at what became of the requests" };
  if (looks !== null && -value * looks < 1.5)
    return { explained: true, why: `one of ${looks} scrapes failed, and requests went on being answered` };
  return { explained: false, why: "unexplained: scrapes failed while the requests were answered" };
}

function ofCounts(record: LoadRecord, objective: Objective, client: Counted, side: Counted): Explanation {
  const { count } = record;
  const answers = answered(count);
  const silent = unanswered(count) + count.lost;
  const more = side.total - answers;
  const counts = `Prometheus counted ${Math.round(side.total)} requests, and ${answers} of ${count.sent} were answered`;
  if (more > silent + strangers * answers || -more > strangers * answers)
    return { explained: false, why: `unexplained: ${counts}` };
  // What got no answer, and whatever it counted beyond what we know of, may be good or bad.
  const open = silent + Math.abs(more) + 1;
  const { least, most } = visible(record, objective, answers);
  const of = Math.max(1, answers);
  const span = { low: (least - open) / of, high: (most + open) / of };
  const whys = causes(record, objective, client, side);
  if (side.good.most / side.total >= span.low && side.good.least / side.total <= span.high) {
    if (Math.abs(more) >= 1) whys.push(counts);
    return { explained: true, why: whys.join("; ") || counts };
  }
  const expected = `${percent(Math.max(0, span.low))} to ${percent(Math.min(1, span.high))}`;
  return {
    explained: false,
    why: `unexplained: of what the client saw, Prometheus should have seen ${expected}; ${counts}`,
  };
}

/** How many of the answers were good to the server. Its clock starts after the client's, so all may have been fast to it. */
function visible(record: LoadRecord, { client }: Objective, answers: number) {
  if ("latency-ms" in client) return { least: countUpTo(record.service, client["latency-ms"]), most: answers };
  const { good, maybe } = goodAnswers(record, client);
  return { least: good, most: good + maybe };
}

function causes(record: LoadRecord, { client }: Objective, ours: Counted, side: Counted): string[] {
  const { count } = record;
  const higher = side.good.likely / side.total > ours.good.likely / ours.total;
  const silent = unanswered(count) + count.lost;
  const found = [];
  if (higher && "latency-ms" in client) found.push(...queueing(record, client["latency-ms"], side));
  if (higher && count.unsent.busy > 0)
    found.push(`${count.unsent.busy} were not sent since every connection was waiting`);
  if (silent > 0) found.push(`${silent} got no answer, and the server may have counted them otherwise or not at all`);
  if (side.doubt !== null) found.push(side.doubt);
  return found;
}

function queueing(record: LoadRecord, ms: number, side: Counted): string[] {
  const onTime = countUpTo(record.latency, ms);
  const onceSent = countUpTo(record.service, ms);
  const toServer = Math.round((side.good.likely / side.total) * answered(record.count));
  const before = onceSent - onTime;
  const inside = toServer - onceSent;
  return [
    ...(before > 0
      ? [`${before} took more than ${ms} ms only since they waited to be sent, which the server can't see`]
      : []),
    ...(inside > 0
      ? [
          `${inside} waited after they were sent and before the server's clock began (its accept queue, a busy event loop)`,
        ]
      : []),
  ];
}
