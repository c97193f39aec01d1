const windowMs = 15 * 60_000;
const many = 5;
/** A scan from many addresses must not fill the memory: then all are forgotten. */
const capacity = 10_000;

/** Counts the failed logins of each address, from the first of them for a quarter of an hour. */
export class FailedLogins {
  readonly #byAddress = new Map<string, { since: number; count: number }>();

  /** How many there are now, once they are five, and not again within the quarter; else undefined. */
  record(ip: string, now = performance.now()): number | undefined {
    if (this.#byAddress.size >= capacity) this.#byAddress.clear();
    const known = this.#byAddress.get(ip);
    const entry = known !== undefined && now - known.since < windowMs ? known : { since: now, count: 0 };
    entry.count += 1;
    this.#byAddress.set(ip, entry);
    return entry.count === many ? entry.count : undefined;
  }
}
