import { drive } from "../../../load/drive/drive.ts";
import type { LoadProfile } from "../../../load/profile.ts";
import type { LoadRecord } from "../../../load/record.ts";
import { FiredrillError } from "../../errors.ts";
import { surgeLoad } from "../read/loads.ts";

/** Longer than any drill. */
const endless = "24h";

/** The loads that come on top of a drill's own, each until it is over. Disposing ends all that are on, whatever is under way. */
export class Surges implements AsyncDisposable {
  readonly #loads: ReadonlyMap<string, LoadProfile>;
  readonly #target: URL;
  readonly #abort = new AbortController();
  readonly #records: Promise<LoadRecord>[] = [];

  constructor(loads: ReadonlyMap<string, LoadProfile>, target: URL) {
    this.#loads = loads;
    this.#target = target;
  }

  /** Disposing what it resolves to ends that one: nobody new comes, and those who wait get their answers. Rejects (`fault-failed`). */
  async start(name: string): Promise<AsyncDisposable> {
    const profile = surgeLoad(this.#loads, name);
    if (!profile) {
      const fit = [...this.#loads.keys()].filter((one) => surgeLoad(this.#loads, one));
      throw new FiredrillError(
        "fault-failed",
        `surge: no load \`${name}\` that could come; there are ${fit.join(", ")}`,
      );
    }
    const over = new AbortController();
    const options = { name, threads: 1, enough: over.signal, signal: this.#abort.signal };
    const record = drive({ ...profile, duration: endless }, this.#target, options);
    // Who asks for the records hears of it.
    record.catch(() => {});
    this.#records.push(record);
    return { [Symbol.asyncDispose]: async () => over.abort() };
  }

  /** Of those that are over, once their last answer is there. */
  records(): Promise<readonly LoadRecord[]> {
    return Promise.all(this.#records);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await Promise.allSettled(this.#records);
  }
}
