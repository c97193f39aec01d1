import type { Delivery, Reading } from "./store.ts";

/** A notification that comes by HTTP: how it is read, and how the real service would answer. */
export interface HttpKind {
  readonly kind: Exclude<Delivery["kind"], "email">;
  read(body: unknown): Reading;
  accept(delivery: Delivery): Answer;
  /** To a body that is no JSON, or too large. */
  refuse(why: string): Pick<Answer, "type" | "body">;
}

interface Answer {
  readonly status: number;
  readonly type: "application/json" | "text/plain";
  readonly body: string;
}
