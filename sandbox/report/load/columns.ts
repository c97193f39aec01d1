/** Lines of cells that stand in columns, numbers on the right. A cell of `aligned` is `<` or `>`. */
export function columnsOf(rows: readonly (readonly string[])[], aligned: string): string[] {
  const widths = aligned.split("").map((_, column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return aligned[column] === ">" ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
}
