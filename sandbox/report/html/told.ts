import { causeOf } from "../../drill/drill.ts";
import { clockOf } from "../../drill/judge/clock.ts";
import { eventsOf } from "../../drill/journal.ts";
import type { Journal } from "../../drill/journal.ts";
import type { Timeline, Verdict } from "../../drill/verdict.ts";
import type { Period } from "./timeline.ts";

/** What a timeline shows, in production seconds from the onset. */
export interface Told {
  readonly faults: readonly Period[];
  /** What they are called. */
  readonly cause: ReturnType<typeof causeOf>;
  readonly pending: readonly Period[];
  readonly firing: readonly Period[];
  /** Other alerts that fired. */
  readonly others: readonly { readonly name: string; readonly periods: readonly Period[] }[];
  /** Of the alert under test; of all where there is none. */
  readonly deliveries: Timeline["deliveries"];
  /** Whether there is anything of all this. */
  readonly happened: boolean;
  /** Where the first of all this began and the last ended; the watch included. */
  readonly from: number;
  readonly to: number;
}

const mostOthers = 6;

/** All that happened, not only the first and last of it that a verdict has: a fault may come and go, and so may an alert. */
export function toldOf(verdict: Verdict, journal: Journal): Told {
  const clock = clockOf(journal);
  const onset = clock.onset?.at;
  const since = (at: number): number => (onset === undefined ? 0 : ((at - onset) * journal.factor) / 1000);
  // What was over before the system was steady is of the boot, or of the drill before on the same stack.
  const steady = eventsOf(journal, "steady")[0]?.at ?? 0;
  const alerts =
    onset === undefined ? [] : eventsOf(journal, "alert").filter(({ until }) => until === null || until > steady);
  const periods = (name: string | null, state: "pending" | "firing"): Period[] =>
    merged(
      alerts
        .filter((event) => event.name === name && event.state === state)
        .map(({ at, until }) => ({ from: since(at), to: until === null ? null : since(until) })),
    );
  const lifts = eventsOf(journal, "lift-acknowledged");
  const faults = eventsOf(journal, "fault-acknowledged").map(({ at }): Period => {
    const lift = lifts.find((one) => one.at >= at);
    return { from: since(at), to: lift ? since(lift.at) : null };
  });
  const others = [
    ...new Set(
      alerts.filter(({ state, name }) => state === "firing" && name !== verdict.alert).map(({ name }) => name),
    ),
  ];
  const own = { pending: periods(verdict.alert, "pending"), firing: periods(verdict.alert, "firing") };
  const deliveries = verdict.timeline.deliveries.filter(({ alert }) => alert === (verdict.alert ?? alert));
  const shown = others.slice(0, mostOthers).map((name) => ({ name, periods: periods(name, "firing") }));
  const all = [...faults, ...own.pending, ...own.firing, ...shown.flatMap((one) => one.periods)];
  const times = [
    ...all.flatMap(({ from, to }) => (to === null ? [from] : [from, to])),
    ...deliveries.map(({ at }) => at),
  ];
  const last = Math.max(0, ...times, onset === undefined ? 0 : since(clock.end));
  const first = Math.min(0, ...times);
  return {
    faults,
    cause: causeOf(journal.drill),
    ...own,
    others: shown,
    deliveries,
    happened: times.length > 0,
    from: Math.min(first, -0.12 * last),
    to: last * 1.03,
  };
}

/** Several instances of one alert, as one row. */
function merged(periods: readonly Period[]): Period[] {
  const result: Period[] = [];
  for (const period of periods.toSorted((a, b) => a.from - b.from)) {
    const before = result.at(-1);
    if (before && (before.to === null || period.from <= before.to)) {
      const to = before.to === null || period.to === null ? null : Math.max(before.to, period.to);
      result[result.length - 1] = { from: before.from, to };
    } else result.push(period);
  }
  return result;
}
