/** Requests of the last ten minutes, by the minute: what the summary tells without asking Prometheus. */
export class Traffic {
  readonly #minutes = Array.from({ length: 10 }, () => ({ minute: -1, count: 0, errors: 0, totalMs: 0 }));

  record(status: number, durationMs: number): void {
    const slot = this.#slot(minuteNow());
    slot.count += 1;
    slot.totalMs += durationMs;
    if (status >= 500) slot.errors += 1;
  }

  /** Of the five minutes that ended so many minutes ago, the current one being the last of them; null without requests. */
  fiveMinutes(endedAgo: number): { readonly avgMs: number | null; readonly errorPercent: number | null } {
    const last = minuteNow() - endedAgo;
    const slots = this.#minutes.filter(({ minute }) => minute > last - 5 && minute <= last);
    const sum = (of: "count" | "errors" | "totalMs") => slots.reduce((total, slot) => total + slot[of], 0);
    const count = sum("count");
    if (count === 0) return { avgMs: null, errorPercent: null };
    return { avgMs: sum("totalMs") / count, errorPercent: (100 * sum("errors")) / count };
  }

  #slot(minute: number) {
    const slot = this.#minutes[minute % this.#minutes.length];
    if (slot === undefined) throw new Error("minutes count up from 0");
    if (slot.minute !== minute) Object.assign(slot, { minute, count: 0, errors: 0, totalMs: 0 });
    return slot;
  }
}

function minuteNow(): number {
  return Math.floor(performance.now() / 60_000);
}
