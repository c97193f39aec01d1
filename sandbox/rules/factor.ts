import { formatDuration } from "./duration.ts";

/** Everything of production that one factor divides, in milliseconds. */
export interface Paces {
  readonly scrapeMs: readonly number[];
  readonly evaluationMs: readonly number[];
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly forMs: readonly number[];
  /** Ranges, offsets, subqueries and their steps. */
  readonly windowsMs: readonly number[];
  /** No scrape and no evaluation may come faster. Default 125. */
  readonly floorMs?: number;
  /** Asked for by the user; any number that keeps every ratio, down to 1. */
  readonly wanted?: number;
}

/** `limitedBy` is a sentence's end: "a scrape every 15s and a floor of 125 ms". */
export type Factor = { readonly factor: number; readonly limitedBy: string } | { readonly refused: string };

/**
 * The largest whole factor at which neither scrapes nor evaluations fall below the floor and every duration stays whole
 * milliseconds, so that every ratio is kept; 1 where there is none above.
 */
export function chooseFactor(paces: Paces): Factor {
  const floorMs = paces.floorMs ?? 125;
  const durations = named(paces).filter(({ ms }) => ms > 0);
  const fastest = durations.filter(({ repeats }) => repeats).toSorted((a, b) => a.ms - b.ms)[0];
  const bound = fastest ? Math.max(1, fastest.ms / floorMs) : 1;
  const limit = fastest
    ? `${fastest.what} every ${formatDuration(fastest.ms)} and a floor of ${floorMs} ms`
    : "nothing is scraped";
  if (paces.wanted !== undefined) return askedFor(paces.wanted, bound, limit, durations);
  for (let factor = Math.floor(bound); factor > 1; factor--) {
    if (durations.every(({ ms }) => ms % factor === 0))
      return { factor, limitedBy: because(factor, bound, limit, durations) };
  }
  return { factor: 1, limitedBy: because(1, bound, limit, durations) };
}

interface Named {
  readonly what: string;
  readonly ms: number;
  readonly repeats: boolean;
}

function named(paces: Paces): Named[] {
  const once = (what: string, all: readonly number[]) => all.map((ms) => ({ what, ms, repeats: false }));
  const again = (what: string, all: readonly number[]) => all.map((ms) => ({ what, ms, repeats: true }));
  return [
    ...again("a scrape", paces.scrapeMs),
    ...again("an evaluation", paces.evaluationMs),
    ...once("a group_wait", [paces.groupWaitMs]),
    ...once("a group_interval", [paces.groupIntervalMs]),
    ...once("a `for`", paces.forMs),
    ...once("a window", paces.windowsMs),
  ];
}

/** Names the duration that the next larger factor would not leave whole, where it is not the floor that forbids it. */
function because(factor: number, bound: number, limit: string, durations: readonly Named[]): string {
  if (factor === Math.floor(bound)) return limit;
  const broken = durations.find(({ ms }) => ms % Math.floor(bound) !== 0);
  return broken
    ? `${broken.what} of ${formatDuration(broken.ms)}, which has to stay whole milliseconds (and ${limit})`
    : limit;
}

function askedFor(wanted: number, bound: number, limit: string, durations: readonly Named[]): Factor {
  if (!Number.isFinite(wanted) || wanted < 1)
    return { refused: `a factor of ${wanted} makes no sense; it is 1 or more` };
  if (wanted > bound)
    return { refused: `a factor of ${wanted} is too large: ${limit} allow at most ${Math.floor(bound)}` };
  const bent = durations.find(({ ms }) => Math.abs(ms / wanted - Math.round(ms / wanted)) > 1e-6);
  if (bent)
    return {
      refused: `a factor of ${wanted} does not leave ${bent.what} of ${formatDuration(bent.ms)} whole milliseconds, and would bend a ratio`,
    };
  return { factor: wanted, limitedBy: "asked for" };
}
