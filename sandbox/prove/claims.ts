import { formatDuration } from "../rules/duration.ts";

/** One state of one alert instance; production milliseconds since the test's beginning. */
export interface StateSeen {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: "pending" | "firing";
  readonly from: number;
  /** The first evaluation at which it was no longer so; null: it was to the end. */
  readonly until: number | null;
}

/** What was seen of an alert. */
export interface AlertSeen {
  readonly alert: string;
  /** Its `for`. */
  readonly forMs: number;
  readonly states: readonly StateSeen[];
}

/** Between which production milliseconds something can be said, and how far off a time may be. */
export interface Watch {
  readonly evaluationMs: number;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly guardMs: number;
}

/** One assertion of a test: what an expression has to come to at a time; null: to nothing. */
export interface Claim {
  /** As a sentence: `HighErrorRate is pending from 8m to 12m`. */
  readonly says: string;
  readonly expr: string;
  readonly atMs: number;
  readonly expected: { readonly labels: string; readonly value: number } | null;
}

/**
 * What must be true of the original rule where the scaled one did as was seen. Each time may be off by the guard: within it
 * nothing is claimed, but that a state which was seen at several evaluations comes at some time.
 */
export function claimsOf(seen: readonly AlertSeen[], watch: Watch): Claim[] {
  return seen.flatMap(({ alert, forMs, states }) => {
    const clipped = states.flatMap((one): Span[] => {
      const until = Math.min(one.until ?? Infinity, watch.untilMs);
      return until > watch.fromMs && one.from < watch.untilMs ? [{ ...one, until }] : [];
    });
    // Pending for all but an evaluation of its time, it may as well have fired.
    const within = Math.max(0, ...clipped.map((one) => one.until - one.from)) < forMs - watch.evaluationMs;
    const silent = clipped.length > 0 && within && !clipped.some(({ state }) => state === "firing");
    return [
      ...quiet(alert, clipped, watch),
      ...(silent ? nothing(alert, "firing", "never fires", watch.fromMs, watch.untilMs) : []),
      ...clipped.flatMap((one) => ofState(alert, one, watch)),
    ].toSorted((a, b) => a.atMs - b.atMs);
  });
}

type Span = StateSeen & { readonly until: number };

/** Inactive wherever no instance was active. */
function quiet(alert: string, states: readonly Span[], { fromMs, untilMs, guardMs }: Watch): Claim[] {
  const claims: Claim[] = [];
  let from = fromMs;
  for (const one of states.toSorted((a, b) => a.from - b.from)) {
    claims.push(...nothing(alert, undefined, "is inactive", from, one.from - guardMs));
    from = Math.max(from, one.until + guardMs);
  }
  return [...claims, ...nothing(alert, undefined, "is inactive", from, untilMs)];
}

function nothing(alert: string, alertstate: string | undefined, says: string, from: number, until: number): Claim[] {
  const [first, last] = [Math.ceil(from / 1000) * 1000, Math.floor(until / 1000) * 1000];
  if (last <= first) return [];
  const labels = { alertname: alert, ...(alertstate === undefined ? {} : { alertstate }) };
  const expr = `count_over_time(ALERTS{${selector(labels)}}[${time(last - first)}])`;
  return [{ says: `${alert} ${says} from ${time(first)} to ${time(last)}`, expr, atMs: last, expected: null }];
}

function ofState(alert: string, { labels, state, from, until }: Span, watch: Watch): Claim[] {
  const { fromMs, untilMs, guardMs, evaluationMs } = watch;
  const says = `${alert} is ${state}`;
  const own = { alertname: alert, ...labels };
  const [first, last] = [Math.max(fromMs, from - guardMs), Math.min(untilMs, until + guardMs)];
  const atSomeTime: Claim = {
    says: `${says} at some time from ${time(first)} to ${time(last)}`,
    expr: `max(max_over_time(ALERTS{${selector({ ...own, alertstate: state })}}[${formatDuration(whole(last - first))}]))`,
    atMs: whole(last),
    expected: { labels: "{}", value: 1 },
  };
  const sure = [whole(from + guardMs), whole(until - guardMs)].filter(
    (at) => at >= fromMs && at > from + guardMs - 1000 && at < until,
  );
  const throughout = until - from > 2 * guardMs ? sure : [];
  return [
    ...throughout.map((at) => ({
      says: `${says} at ${time(at)}`,
      expr: `sum by (alertstate) (ALERTS{${selector(own)}})`,
      atMs: at,
      expected: { labels: `{alertstate="${state}"}`, value: 1 },
    })),
    // Seen at a single evaluation, it may be seen at none.
    ...(until - from > evaluationMs ? [atSomeTime] : []),
  ];
}

const whole = (ms: number): number => Math.round(ms / 1000) * 1000;
const time = (ms: number): string => formatDuration(whole(ms));

function selector(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(",");
}
