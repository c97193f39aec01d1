interface Waiting<T> {
  readonly value: T;
  readonly atMs: number;
}

/** So many are done with before the row is cut: cutting at each would copy the row each time. */
const cutAfter = 4096;

/** What waits for its time, where each that comes waits at least as long as the one before it. */
export class Queue<T> {
  #row: Waiting<T>[] = [];
  #first = 0;

  add(value: T, atMs: number): void {
    this.#row.push({ value, atMs });
  }

  /** Takes the first out if it is due before then. */
  due(untilMs: number): Waiting<T> | undefined {
    const first = this.#row[this.#first];
    if (!first || first.atMs >= untilMs) return undefined;
    if (++this.#first >= cutAfter) {
      this.#row = this.#row.slice(this.#first);
      this.#first = 0;
    }
    return first;
  }
}
