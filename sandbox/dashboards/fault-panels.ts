import { z } from "zod";
import type { Problem } from "../errors.ts";
import { suggestion } from "../rules/nearest.ts";
import { validate } from "../rules/validate.ts";
import { readYaml } from "../rules/yaml-source.ts";
import { isBad } from "./colour.ts";
import type { ReadDashboard, ReadPanel } from "./dashboard-file.ts";

/** What one fault does to panels, each by `panelName`. */
export interface FaultPanels {
  /** As it is written at the sandbox's prompt: `http-error ratio=0.2`. */
  readonly fault: string;
  /** Some value stands out that did not before. */
  readonly turns: readonly string[];
  /** Some value is more than twice what any was. */
  readonly rises: readonly string[];
  /** No value is more than half of what some was. */
  readonly falls: readonly string[];
  /** Turns as well, or not. */
  readonly may: readonly string[];
}

/** Fault × panel, as a team expects it. */
export interface FaultTable {
  readonly faults: readonly FaultPanels[];
  /** Those that stay as they turned for longer than a run lasts. */
  readonly keep: readonly string[];
  /** Those that the machine turns as well. */
  readonly machine: readonly string[];
  /** Those that no fault shows in, and why. */
  readonly still: Readonly<Record<string, string>>;
}

const panels = z.array(z.string()).default([]);
const schema = z.strictObject({
  faults: z.array(z.strictObject({ fault: z.string(), turns: panels, rises: panels, falls: panels, may: panels })),
  keep: panels,
  machine: panels,
  still: z.record(z.string(), z.string().min(1)).default({}),
});

/** Reads a `faults.yml`. */
export function readFaultTable(
  file: string,
  text: string,
): { readonly table: FaultTable; readonly problems: readonly Problem[] } {
  const { value, problems } = validate(readYaml(file, text), schema);
  return { table: value ?? { faults: [], keep: [], machine: [], still: {} }, problems };
}

/** `overview/Error rate`. */
export function panelName({ file }: Pick<ReadDashboard, "file">, { title }: Pick<ReadPanel, "title">): string {
  return `${file.replace(/\.json$/, "")}/${title}`;
}

/** What the table lacks or has too much, a sentence each: panels that nothing is said of, and such as there are not. Pure. */
export function checkFaultTable(table: FaultTable, dashboards: readonly ReadDashboard[]): readonly string[] {
  const all = new Map(
    dashboards.flatMap((dashboard) => dashboard.panels.map((panel) => [panelName(dashboard, panel), panel] as const)),
  );
  const shown = table.faults.flatMap(({ turns, rises, falls }) => [...turns, ...rises, ...falls]);
  const excused = [...table.machine, ...Object.keys(table.still)];
  const named = [...shown, ...excused, ...table.keep, ...table.faults.flatMap(({ may }) => may)];
  const turning = table.faults.flatMap(({ turns, may }) => [...turns, ...may]);
  return [
    ...new Set([
      ...named.flatMap((name) =>
        all.has(name) ? [] : [`there is no panel ${name}${suggestion(name, all.keys(), { list: false })}`],
      ),
      ...[...all.keys()].flatMap((name) =>
        shown.includes(name) || excused.includes(name) ? [] : [`of ${name} it is not said which fault it shows`],
      ),
      ...excused.flatMap((name) =>
        shown.includes(name) ? [`${name} is shown by a fault, and said not to be held to it`] : [],
      ),
      ...turning.flatMap((name) => (canTurn(all.get(name)) ? [] : [`${name} has no colour that calls for somebody`])),
    ]),
  ];
}

function canTurn(panel: ReadPanel | undefined): boolean {
  return !panel || [-Infinity, ...panel.steps.map(({ value }) => value ?? 0)].some((value) => isBad(panel, value));
}
