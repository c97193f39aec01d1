import { isBad } from "./colour.ts";
import type { ReadPanel } from "./dashboard-file.ts";
import type { FaultPanels, FaultTable } from "./fault-panels.ts";

/** What a panel showed, at one moment or for a while. */
export interface SeenPanel {
  /** `overview/Error rate`. */
  readonly name: string;
  readonly panel: ReadPanel;
  /** Of each of its expressions, in their order: by series the values, oldest first; what is no number is left out. */
  readonly values: readonly ReadonlyMap<string, readonly number[]>[];
}

/** The same panels in the same order each time. */
export type Seen = readonly SeenPanel[];

/** Panels in which some series stood out. */
export function badIn(seen: Seen): ReadonlySet<string> {
  return new Set(seen.filter((one) => badSeries(one).size > 0).map(({ name }) => name));
}

/** What panels showed before a fault: while all was well, and at the last moment, when what an earlier one did may linger. */
export interface Earlier {
  readonly well: Seen;
  readonly before: Seen;
}

/** What a fault should do to panels and has not done since it was put in force, a sentence each. Pure. */
export function missedOf(table: FaultTable, fault: FaultPanels, earlier: Earlier, since: Seen): readonly string[] {
  const { well, before } = earlier;
  const turned = turnedSince(before, since);
  const bad = badIn(since);
  const { turns, rises, falls } = fault;
  return [
    ...turns
      .filter((name) => !(turned.has(name) || (table.keep.includes(name) && bad.has(name))))
      .map((name) => `${name} did not turn`),
    ...rises.filter((name) => !moved(name, well, since, rose)).map((name) => `${name} did not rise`),
    ...falls.filter((name) => !moved(name, well, since, fell)).map((name) => `${name} did not fall`),
  ];
}

/** Panels that turned although the table does not expect it of this fault. Pure. */
export function unexpectedOf(table: FaultTable, fault: FaultPanels, before: Seen, since: Seen): readonly string[] {
  const excused = new Set([...fault.turns, ...fault.may, ...table.keep, ...table.machine]);
  return [...turnedSince(before, since)].filter((name) => !excused.has(name));
}

function turnedSince(before: Seen, since: Seen): ReadonlySet<string> {
  const last = new Map(before.map((one) => [one.name, badSeries(one)]));
  const turned = since.filter((one) => [...badSeries(one)].some((series) => !last.get(one.name)?.has(series)));
  return new Set(turned.map(({ name }) => name));
}

function badSeries({ panel, values }: SeenPanel): ReadonlySet<string> {
  const bad = values.flatMap((series, i) =>
    [...series].flatMap(([key, all]) => (all.some((value) => isBad(panel, value)) ? [`${i} ${key}`] : [])),
  );
  return new Set(bad);
}

type Values = SeenPanel["values"][number];

/** Whether some expression went the way that is asked for. */
function moved(name: string, well: Seen, since: Seen, how: (was: Values, is: Values) => boolean): boolean {
  const was = well.find((one) => one.name === name)?.values ?? [];
  const is = since.find((one) => one.name === name)?.values ?? [];
  return is.some((series, i) => how(was[i] ?? new Map(), series));
}

function rose(was: Values, is: Values): boolean {
  return Math.max(0, ...[...is.values()].flat()) > 2 * lastOf(was);
}

function fell(was: Values, is: Values): boolean {
  return lastOf(is) < lastOf(was) / 2;
}

/** The highest of what each series came to. */
function lastOf(series: Values): number {
  return Math.max(0, ...[...series.values()].flatMap((all) => all.at(-1) ?? []));
}
