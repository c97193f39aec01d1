import { bulkOf, chosen, rowsOf } from "./bulk.ts";
import type { Bulk, Fate } from "./bulk.ts";

interface Limits {
  /** What all of it may take, in bytes. */
  readonly capacity: number;
  /** From so many characters on, a bulk has no room for more lines. */
  readonly fullBulk: number;
}

/** Lines in the order in which they came, in bulks of which the first is to be sent, or is on its way. */
export class BulkQueue {
  readonly #limits: Limits;
  #bulks: Bulk[] = [];
  /** What came after those. */
  #rows = "";
  #lines = 0;
  #bytes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get first(): Bulk | undefined {
    return this.#bulks[0];
  }

  get lines(): number {
    return this.#bulks.reduce((sum, { lines }) => sum + lines, this.#lines);
  }

  /** False where there is no room for it. */
  add(id: string, line: string): boolean {
    const rows = rowsOf(id, line);
    if (this.#bytes + rows.length > this.#limits.capacity) return false;
    this.#rows += rows;
    this.#lines += 1;
    this.#bytes += rows.length;
    if (this.#rows.length >= this.#limits.fullBulk) this.seal();
    return true;
  }

  /** Makes a bulk of what is in none yet. */
  seal(): void {
    if (this.#lines === 0) return;
    const bulk = bulkOf(this.#rows, this.#lines);
    this.#bulks.push(bulk);
    this.#bytes += bulk.body.length - this.#rows.length;
    this.#rows = "";
    this.#lines = 0;
  }

  /** Keeps of the first bulk what has to be sent again; whether there is nothing such. */
  settle(bulk: Bulk, fates: readonly Fate[]): boolean {
    const again = fates.includes("again") ? [chosen(bulk, (place) => fates[place] === "again")] : [];
    this.#bulks.splice(0, 1, ...again);
    this.#bytes += (again[0]?.body.length ?? 0) - bulk.body.length;
    return again.length === 0;
  }
}
