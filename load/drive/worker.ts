import { parentPort, workerData } from "node:worker_threads";
import { Generator } from "./generator.ts";
import type { Part, Progress } from "./generator.ts";
import type { Plan, Share } from "./plan.ts";

/** What a generating thread is started with. */
export interface Errand {
  readonly plan: Plan;
  readonly share: Share;
}

export type Order =
  | { readonly kind: "start"; readonly atMs: number }
  | { readonly kind: "stop"; readonly atMs: number }
  | { readonly kind: "abort" };

export type Word =
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly progress: Progress }
  | { readonly kind: "ended"; readonly part: Part };

const say = (word: Word): void => parentPort?.postMessage(word);
const { plan, share } = workerData as Errand;
let generator: Generator | undefined;

parentPort?.on("message", (order: Order) => {
  if (order.kind === "start") {
    generator = new Generator(plan, share, order.atMs, (progress) => say({ kind: "progress", progress }));
    void generator.ended.then((part) => say({ kind: "ended", part }));
  } else if (order.kind === "stop") generator?.stop(order.atMs);
  else generator?.abort();
});
say({ kind: "ready" });
