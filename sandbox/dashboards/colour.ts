import type { ReadPanel } from "./dashboard-file.ts";

/** The colour that a panel gives a value: that of the last step at or below it, the first where there is none. */
export function colourOf({ steps }: Pick<ReadPanel, "steps">, value: number): string | undefined {
  const reached = steps.filter((step) => step.value === null || value >= step.value);
  return reached.at(-1)?.color;
}

/** The colours that call for somebody; yellow only warns. */
const alarming = new Set(["red", "orange"]);

/** Whether a value stands out: no number never does. */
export function isBad(panel: Pick<ReadPanel, "steps">, value: number): boolean {
  return !Number.isNaN(value) && alarming.has(colourOf(panel, value) ?? "");
}
