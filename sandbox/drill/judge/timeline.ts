import { causeOf } from "../drill.ts";
import { clockOf } from "./clock.ts";
import { firedAlerts } from "./fired.ts";
import { transitionsOf } from "./transitions.ts";
import { eventsOf } from "../journal.ts";
import type { Journal } from "../journal.ts";
import type { Timeline } from "../verdict.ts";

/** When it all happened, in production seconds from the onset. */
export function timelineOf(journal: Journal): Timeline {
  const clock = clockOf(journal);
  const { onset, lifted } = clock;
  if (!onset)
    return { fault: null, lifted: null, pending: null, firing: null, resolved: null, others: [], deliveries: [] };
  const seconds = (at: number): number => Math.round(clock.since(onset, at) / 100) / 10;
  const orNull = (at: number | null | undefined): number | null =>
    at === null || at === undefined ? null : seconds(at);
  const { pending, firing, resolved } = transitionsOf(journal, journal.drill.alert);
  const others = firedAlerts(journal).filter((alert) => alert !== journal.drill.alert);
  return {
    fault: journal.drill.fault ? 0 : null,
    ...(causeOf(journal.drill) === "surge" ? { surge: true } : {}),
    lifted: orNull(lifted?.at),
    pending: orNull(pending),
    firing: orNull(firing),
    resolved: orNull(resolved),
    others: others.flatMap((alert) => {
      const its = transitionsOf(journal, alert);
      if (its.firing === null) return [];
      const times = { pending: orNull(its.pending), firing: seconds(its.firing), resolved: orNull(its.resolved) };
      return [{ alert, ...times }];
    }),
    deliveries: eventsOf(journal, "delivery").map(({ receiver, status, alert, at }) => ({
      receiver,
      status,
      alert,
      at: seconds(at),
    })),
  };
}
