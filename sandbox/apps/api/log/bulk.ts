/** Lines on their way to a search engine, as `_bulk` takes them: of each line its id, and the line. */
export interface Bulk {
  /** Outside of the heap, so that what waits for hours costs the garbage collector nothing. */
  readonly body: Buffer;
  readonly lines: number;
}

/** What came of one line: it is there, it has to be sent again, or it will never be taken. */
export type Fate = "there" | "again" | "refused";

/** Two rows. `create` refuses an id that is there: a line that is sent twice is there once. */
export function rowsOf(id: string, line: string): string {
  return `{"create":{"_id":"${id}"}}\n${line}\n`;
}

export function bulkOf(rows: string, lines: number): Bulk {
  return { body: Buffer.from(rows), lines };
}

/** Those of its lines that are wanted, by their place in it, in the same order. */
export function chosen(bulk: Bulk, wanted: (place: number) => boolean): Bulk {
  const rows = bulk.body.toString().split("\n").slice(0, -1);
  const left = rows.filter((_, i) => wanted(Math.floor(i / 2)));
  return bulkOf(left.map((row) => `${row}\n`).join(""), left.length / 2);
}
