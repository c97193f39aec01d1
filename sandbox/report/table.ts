import type { Row } from "../drill/play/session.ts";

/** What runs where, for people: a line for each service. */
export function renderTable(rows: readonly Row[]): string {
  const cells = [
    ["service", "link", "version", "from"],
    ...rows.map((row) => [row.service, row.link, row.version, row.origin]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return `${cells
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")}\n`;
}
