import { readableDuration } from "../rules/duration.ts";

/** Production seconds laid out over columns. */
export interface Axis {
  /** The labels, each beginning in the column of its time. */
  readonly labels: string;
  /** From 0 to `width - 1`; what lies outside is put at the edge. */
  column(seconds: number): number;
  readonly width: number;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  1,
  2,
  5,
  10,
  15,
  30,
  minute,
  2 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
]; // prettier than what arithmetic gives

/** The smallest step, in seconds, that is of use to people and cuts a span into no more than so many parts. */
export function timeStep(span: number, parts: number): number {
  return steps.find((size) => size * parts >= span) ?? span;
}

/** No two labels closer than this. */
const room = 10;

/** From `from` (0, or earlier) to `to`, both in seconds, over so many columns. */
export function axisOf(from: number, to: number, width: number): Axis {
  const span = Math.max(to - from, 1);
  const column = (seconds: number): number =>
    Math.min(width - 1, Math.max(0, Math.round(((seconds - from) / span) * (width - 1))));
  const step = timeStep(span, (width - 1) / room);
  let labels = "";
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const label = at === 0 ? (step < minute ? "0s" : "0m") : readableDuration(at * 1000);
    const place = column(at);
    if (place + label.length <= width && place >= labels.length) labels = labels.padEnd(place) + label;
  }
  return { labels, column, width };
}
