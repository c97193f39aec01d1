import { Worker } from "node:worker_threads";
import { FiredrillError } from "../../sandbox/errors.ts";
import { Generator } from "./generator.ts";
import type { Part, Progress } from "./generator.ts";
import type { Plan } from "./plan.ts";
import type { Errand, Order, Word } from "./worker.ts";

/** Those who send: this thread itself, or several of their own. */
export interface Crew extends AsyncDisposable {
  /** `startMs` and `atMs` as `sharedMs` says. Rejects (`load-failed`) when a thread dies. */
  start(startMs: number, progress: (thread: number, progress: Progress) => void): Promise<readonly Part[]>;
  /** Nothing is sent from then on; what is under way may end. */
  stop(atMs: number): void;
  /** All end at once. */
  abort(): void;
}

/** Resolves when each thread is ready to start. */
export async function assemble(plan: Plan, threads: number): Promise<Crew> {
  return threads === 1 ? new Alone(plan) : Threads.assemble(plan, threads);
}

class Alone implements Crew {
  readonly #plan: Plan;
  #generator: Generator | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  async start(startMs: number, progress: (thread: number, progress: Progress) => void): Promise<readonly Part[]> {
    const share = { index: 0, of: 1 };
    this.#generator = new Generator(this.#plan, share, startMs, (one) => progress(0, one));
    return [await this.#generator.ended];
  }

  stop(atMs: number): void {
    this.#generator?.stop(atMs);
  }

  abort(): void {
    this.#generator?.abort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.abort();
    await this.#generator?.ended;
  }
}

class Threads implements Crew {
  readonly #workers: readonly Worker[];
  #progress: (thread: number, progress: Progress) => void = () => {};

  private constructor(workers: readonly Worker[]) {
    this.#workers = workers;
  }

  static async assemble(plan: Plan, of: number): Promise<Threads> {
    const workers = Array.from({ length: of }, (_, index) => {
      const errand: Errand = { plan, share: { index, of } };
      return new Worker(new URL("./thread.mjs", import.meta.url), { execArgv: [], workerData: errand });
    });
    const crew = new Threads(workers);
    try {
      await Promise.all(workers.map((worker) => heard(worker, (word) => word.kind === "ready")));
    } catch (error) {
      await crew[Symbol.asyncDispose]();
      throw error;
    }
    return crew;
  }

  async start(startMs: number, progress: (thread: number, progress: Progress) => void): Promise<readonly Part[]> {
    this.#progress = progress;
    const parts = this.#workers.map(async (worker, thread) => {
      const word = await heard(worker, (said) => {
        if (said.kind === "progress") this.#progress(thread, said.progress);
        return said.kind === "ended";
      });
      if (word.kind !== "ended") throw new TypeError(`a thread of the load ended with ${word.kind}`);
      return word.part;
    });
    this.#order({ kind: "start", atMs: startMs });
    return Promise.all(parts);
  }

  stop(atMs: number): void {
    this.#order({ kind: "stop", atMs });
  }

  abort(): void {
    this.#order({ kind: "abort" });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #order(order: Order): void {
    for (const worker of this.#workers) worker.postMessage(order);
  }
}

/** The first word that is the one waited for. Rejects when the thread dies before. */
function heard(worker: Worker, awaited: (word: Word) => boolean): Promise<Word> {
  return new Promise((resolve, reject) => {
    const died = (why: string, cause?: unknown): void =>
      reject(new FiredrillError("load-failed", `a generating thread of the load died: ${why}`, { cause }));
    const onMessage = (word: Word): void => {
      if (!awaited(word)) return;
      worker.off("message", onMessage);
      worker.removeAllListeners("error");
      worker.removeAllListeners("exit");
      resolve(word);
    };
    worker.on("message", onMessage);
    worker.on("error", (error) => died(error.message, error));
    worker.on("exit", (code) => died(`it exited with ${code}`));
  });
}
