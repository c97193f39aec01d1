import type { Timeline, Verdict } from "../drill/verdict.ts";
import { axisOf } from "./axis.ts";
import type { Axis } from "./axis.ts";
import { marksOf, paint, plain } from "./style.ts";
import type { TextOptions } from "./style.ts";

type Delivery = Timeline["deliveries"][number];

/** The lines of a drill's timeline; none where nothing happened that could be drawn. */
export function renderTimeline(verdict: Verdict, options: TextOptions): string[] {
  const { fault, lifted, pending, firing, resolved, others } = verdict.timeline;
  const deliveries = verdict.timeline.deliveries.filter(({ alert }) => alert === (verdict.alert ?? alert));
  const ends = others.flatMap((one) => [one.pending, one.firing, one.resolved]);
  const times = [fault, lifted, pending, firing, resolved, ...ends, ...deliveries.map(({ at }) => at)].filter(
    (at) => at !== null,
  );
  if (times.every((at) => at === 0)) return [];

  const receivers = [...new Set(deliveries.map(({ receiver }) => receiver))];
  const names = ["pending", ...others.map(({ alert }) => plain(alert)), ...receivers.map(plain)];
  const margin = Math.min(20, Math.max(...names.map((name) => name.length))) + 2;
  const width = Math.max(30, options.columns - margin);
  // A little further than the last thing that happened, so that what goes on is seen to go on.
  const axis = axisOf(Math.min(0, ...times), Math.max(...times) * 1.08, width);
  const marks = marksOf(options);
  const row = (name: string, drawn: string): string => name.slice(0, margin - 2).padEnd(margin) + drawn;

  const lines = [row("", axis.labels)];
  if (fault !== null)
    lines.push(row(verdict.timeline.surge ? "surge" : "fault", faultBar(fault, lifted, axis, options)));
  if (pending !== null)
    lines.push(row("pending", bar(pending, firing ?? resolved, marks.pending, "yellow", axis, options)));
  if (firing !== null) lines.push(row("firing", bar(firing, resolved, marks.firing, "red", axis, options)));
  for (const one of others) lines.push(row(plain(one.alert), otherRow(one, axis, options)));
  for (const receiver of receivers) {
    const notices = deliveries.filter((delivery) => delivery.receiver === receiver);
    lines.push(row(plain(receiver), noticeRow(notices, axis, options)));
  }
  return lines.map((line) => line.trimEnd());
}

/** Up to, but without, the column of `to`; to the edge where it never ended. At least one column. */
function length(from: number, to: number | null, axis: Axis): number {
  return Math.max(1, (to === null ? axis.width : axis.column(to)) - axis.column(from));
}

function bar(
  from: number,
  to: number | null,
  mark: string,
  colour: "yellow" | "red",
  axis: Axis,
  options: TextOptions,
) {
  return " ".repeat(axis.column(from)) + paint(colour, mark.repeat(length(from, to, axis)), options);
}

/** An alert that is not under test has one row: how long it was pending, then how long it fired. */
function otherRow({ pending, firing, resolved }: Timeline["others"][number], axis: Axis, options: TextOptions): string {
  const marks = marksOf(options);
  const from = axis.column(pending ?? firing);
  const waited = Math.max(0, axis.column(firing) - from);
  return (
    " ".repeat(from) +
    paint("yellow", marks.pending.repeat(waited), options) +
    paint("red", marks.firing.repeat(length(firing, resolved, axis)), options)
  );
}

function faultBar(from: number, to: number | null, axis: Axis, options: TextOptions): string {
  const { faultFrom, fault, faultTo } = marksOf(options);
  const end = to === null ? "" : faultTo;
  const middle = fault.repeat(Math.max(0, length(from, to, axis) - 1));
  return " ".repeat(axis.column(from)) + paint("cyan", faultFrom + middle + end, options);
}

/** Notices that fall into one column stand side by side. */
function noticeRow(notices: readonly Delivery[], axis: Axis, options: TextOptions): string {
  const marks = marksOf(options);
  let column = 0;
  let line = "";
  for (const { status, at } of notices.toSorted((a, b) => a.at - b.at)) {
    const place = Math.max(column, axis.column(at));
    if (place >= axis.width) break;
    const mark = status === "firing" ? marks.firingNotice : marks.resolvedNotice;
    line += " ".repeat(place - column) + paint(status === "firing" ? "red" : "green", mark, options);
    column = place + 1;
  }
  return line;
}
