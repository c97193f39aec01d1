import { readableDuration } from "../../rules/duration.ts";
import type { Timeline } from "../../drill/verdict.ts";
import type { Told } from "./told.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { drawing } from "./span.ts";
import type { Span } from "./span.ts";

export interface Period {
  readonly from: number;
  /** Null: it went on. */
  readonly to: number | null;
}

const row = 26;
const top = 30;

/** A drill's timeline: a row each for the fault, the alert's states, other alerts that fired, and every receiver. */
export function drawTimeline(told: Told, span: Span): Markup {
  const receivers = [...new Set(told.deliveries.map(({ receiver }) => receiver))];
  const rows: [name: string, drawn: (y: number) => Markup][] = [
    ...(told.faults.length > 0 ? [bars("fault", told.faults, told.cause)] : []),
    ...(told.pending.length > 0 ? [bars("pending", told.pending)] : []),
    ...(told.firing.length > 0 ? [bars("firing", told.firing)] : []),
    ...told.others.map(({ name, periods }) => bars("other", periods, name)),
    ...receivers.map((receiver): [string, (y: number) => Markup] => [
      receiver,
      (y) => html`${told.deliveries.filter((one) => one.receiver === receiver).map((one) => notice(one, y, span))}`,
    ]),
  ];
  const height = top + rows.length * row + 6;
  const label = `timeline: ${rows.map(([name]) => name).join(", ")}`;
  return html`<svg class="drawing" viewBox="0 0 ${drawing.width} ${height}" role="img" aria-label="${label}">
    ${faultBands(told.faults, span, top - 4, height - 4)} ${grid(span, top - 4, height - 4)}
    ${span.ticks.map(({ x, label: text }) => html`<text class="tick" x="${x}" y="16" text-anchor="middle">${text}</text>`)}
    ${rows.map(([name, draw], index) => {
      const y = top + index * row;
      return html`<text class="name" x="${drawing.left - 12}" y="${y + 15}" text-anchor="end">${short(name)}</text
        >${draw(y)}`;
    })}
  </svg>`;

  function bars(kind: string, periods: readonly Period[], name = kind): [string, (y: number) => Markup] {
    return [name, (y) => html`${periods.map((period) => bar(kind, name, period, y, span))}`];
  }
}

/** Where the fault was in force, behind everything else of a drawing. */
export function faultBands(faults: readonly Period[], span: Span, from: number, to: number): Markup {
  return html`${faults.map(({ from: start, to: end }) => {
    const [left, right] = [span.x(start), span.x(end ?? span.to)];
    return html`<rect
      class="band"
      x="${left}"
      y="${from}"
      width="${Math.max(1, right - left)}"
      height="${to - from}"
    />`;
  })}`;
}

function grid(span: Span, from: number, to: number): Markup {
  return html`${span.ticks.map(({ x }) => html`<line class="grid" x1="${x}" y1="${from}" x2="${x}" y2="${to}" />`)}`;
}

function bar(kind: string, name: string, { from, to }: Period, y: number, span: Span): Markup {
  const [left, right] = [span.x(from), span.x(to ?? span.to)];
  const width = Math.max(3, right - left);
  const said = `${name} from ${at(from)} ${to === null ? "to the end" : `to ${at(to)}`}`;
  // What goes on at the end has no edge there.
  const shape = html`<rect
    class="${kind}"
    x="${left}"
    y="${y + 2}"
    width="${width}"
    height="${row - 8}"
    rx="${to === null ? 0 : 3}"
    ><title>${said}</title></rect
  >`;
  if (width < 64) return shape;
  // A fault begins at zero: how long it was on says more.
  const text = kind === "fault" ? (to === null ? "" : `for ${at(to - from)}`) : at(from);
  return html`${shape}<text class="on-${kind}" x="${left + 7}" y="${y + 15}">${text}</text>`;
}

function notice({ receiver, status, at: time, alert }: Timeline["deliveries"][number], y: number, span: Span): Markup {
  const said = `${receiver} told at ${at(time)} that ${alert} is ${status}`;
  return html`<circle class="told-${status}" cx="${span.x(time)}" cy="${y + 11}" r="5.5"
    ><title>${said}</title></circle
  >`;
}

const at = (seconds: number): string => readableDuration(seconds * 1000);

function short(name: string): string {
  return name.length > 24 ? `${name.slice(0, 23)}…` : name;
}
