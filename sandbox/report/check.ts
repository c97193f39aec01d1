import { aspects } from "../drill/cover/coverage.ts";
import type { Aspect } from "../drill/cover/coverage.ts";
import type { Check, CoveredAlert } from "../drill/cover/check.ts";
import type { MatrixRow } from "../drill/cover/matrix.ts";
import { marksOf, paint, wrap } from "./style.ts";
import type { TextOptions } from "./style.ts";

/** Coverage and the fault × alert matrix as people read them; alerts are numbered in the one, columns are their numbers in the other. */
export function renderCheck(check: Check, options: TextOptions): string {
  return [
    ...coverage(check, options),
    "",
    ...matrix(check, options),
    ...(check.undrilled.length > 0
      ? wrap(`no drill has the fault ${check.undrilled.join(", ")}`, width(options), "  ")
      : []),
    "",
    ...complaints(check, options),
    summary(check, options),
    "",
  ].join("\n");
}

const width = ({ columns }: TextOptions): number => Math.max(columns, 60);

/** A cell and the colour that it is painted in once it is as wide as its column. */
interface Cell {
  readonly text: string;
  readonly colour?: "green" | "red" | "yellow" | "bold";
}

function table(rows: readonly (readonly Cell[])[], options: TextOptions): string[] {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(cell.text.length, all[i] ?? 0)), []);
  return rows.map((row) =>
    row
      .map(({ text, colour }, i) => {
        const last = i === row.length - 1;
        const padded = last ? text : text.padEnd(widths[i] ?? 0);
        return colour ? paint(colour, text, options) + padded.slice(text.length) : padded;
      })
      .join("  ")
      .trimEnd(),
  );
}

function coverage({ alerts }: Check, options: TextOptions): string[] {
  const head = ["", "alert", ...aspects].map((text): Cell => ({ text, colour: "bold" }));
  const rows = alerts.map((one, i): Cell[] => [
    { text: String(i + 1) },
    { text: one.alert },
    ...aspects.map((aspect) => cell(one, aspect, options)),
  ]);
  return alerts.length === 0 ? ["there is no alert"] : table([head, ...rows], options);
}

function cell(one: CoveredAlert, aspect: Aspect, options: TextOptions): Cell {
  if (one.waived.includes(aspect)) return { text: "waived", colour: "yellow" };
  if (one.missing.includes(aspect)) return { text: `${marksOf(options).outcome.deviated} no`, colour: "red" };
  const { held } = marksOf(options).outcome;
  if (aspect === "delivered to") return { text: one.receivers.join(" "), colour: "green" };
  const count = one.by[aspect].length;
  return { text: count === 1 ? held : `${held} ${count}`, colour: "green" };
}

function matrix({ alerts, matrix: rows }: Check, options: TextOptions): string[] {
  if (rows.length === 0) return ["no drill has a fault"];
  const names = alerts.map(({ alert }) => alert);
  const head = ["fault", ...names.map((_, i) => String(i + 1)), "last seen"].map((text): Cell => ({
    text,
    colour: "bold",
  }));
  const lines = rows.map((row): Cell[] => [
    { text: row.fault },
    ...names.map((name) => mark(row, name, options)),
    { text: `${lastSeen(row)}  ${row.drill}` },
  ]);
  const { firingNotice: fires, resolvedNotice: unseen, dot } = marksOf(options);
  const { deviated } = marksOf(options).outcome;
  const legend = `${fires} fires, as expected  ${unseen} expected, not seen yet  ${dot} does not fire  ${deviated} not as expected  blank: not watched`;
  return [...table([head, ...lines], options), ...wrap(legend, width(options), "")];
}

function mark({ expected, notWatched, seen, differing }: MatrixRow, alert: string, options: TextOptions): Cell {
  const marks = marksOf(options);
  if (differing.includes(alert)) return { text: marks.outcome.deviated, colour: "red" };
  if (expected.includes(alert)) return { text: seen.state === "seen" ? marks.firingNotice : marks.resolvedNotice };
  return { text: notWatched.includes(alert) ? "" : marks.dot };
}

function lastSeen({ seen }: MatrixRow): string {
  if (seen.state === "seen") return `${seen.at.slice(0, 16).replace("T", " ")} ${seen.runtime}`;
  return seen.state === "never run" ? "never" : "no answer";
}

/** What has to be done, a sentence each. */
function complaints({ alerts, needless, matrix: rows }: Check, options: TextOptions): string[] {
  const { deviated, inconclusive } = marksOf(options).outcome;
  const told = (mark: string, colour: "red" | "yellow", text: string): string[] => {
    const [first = "", ...more] = wrap(`${mark} ${text}`, width(options), "  ");
    // Painted only now: what colours a mark takes no room.
    return [paint(colour, mark, options) + first.slice(mark.length), ...more];
  };
  const bad = (text: string): string[] => told(deviated, "red", text);
  const note = (text: string): string[] => told(inconclusive, "yellow", text);
  return [
    ...alerts.flatMap(({ alert, missing }) => {
      if (missing.length === 0) return [];
      if (missing.length === aspects.length) return bad(`${alert} has no drill: add one, or waive it in waivers.yml`);
      return bad(`${alert}: no drill shows ${missing.map((one) => asked[one]).join("; nor ")}`);
    }),
    ...alerts.flatMap(({ alert, waived, waiver }) =>
      waiver && waived.length > 0
        ? note(`${alert}: ${waived.join(", ")} waived until ${waiver.until}: ${waiver.reason}`)
        : [],
    ),
    ...needless.flatMap(({ file, line, column, alert }) =>
      bad(`${file}:${line}:${column}: ${alert} lacks nothing that this waives; remove it`),
    ),
    ...rows.flatMap((row) => {
      const { drill, expected, differing, seen } = row;
      if (seen.state === "no answer") return note(`${drill}: the last run is no answer: ${seen.why}`);
      if (differing.length === 0) return [];
      const how = differing.map((name) =>
        expected.includes(name) ? `${name} was expected and did not fire` : `${name} fired and was not expected`,
      );
      return bad(`${drill} (${lastSeen(row)}): ${how.join("; ")}`);
    }),
  ];
}

const asked: Readonly<Record<Aspect, string>> = {
  fires: "that it fires (`firing: { within: … }`)",
  "delivered to": "who is told (`delivered: { to: […], within: … }`)",
  resolves: "that it resolves and says so (`resolved` and `resolved-notice`)",
  "near miss": "a near miss (a fault, and `firing: never` or `pending: never`)",
  quiet: "that it is quiet when all is well (neither alert nor fault, `watch: 15m`, `others: none`)",
};

function summary({ ok, alerts, matrix: rows }: Check, options: TextOptions): string {
  const whole = alerts.filter(({ missing, waived }) => missing.length + waived.length === 0).length;
  const waived = alerts.filter(({ waived: some, missing }) => some.length > 0 && missing.length === 0).length;
  const seen = rows.filter((row) => row.seen.state === "seen").length;
  const differing = rows.filter((row) => row.differing.length > 0).length;
  const text = [
    `${alerts.length} alerts: ${whole} covered`,
    ...(waived > 0 ? [`${waived} waived in part`] : []),
    `${alerts.length - whole - waived} with gaps`,
    `${rows.length} faults drilled: ${seen} seen in the last run`,
    `${differing} not as expected`,
  ].join(", ");
  return paint(ok ? "green" : "red", text, options);
}
