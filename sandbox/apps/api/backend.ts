import type { Database } from "./database.ts";
import type { Store } from "./store.ts";
import type { Traffic } from "./traffic.ts";

/** What the routes stand on. */
export interface Backend {
  readonly database: Database;
  readonly store: Store;
  readonly events: BusinessEvents;
  /** Of this process's own requests; undefined where nobody measures them. */
  readonly traffic: Traffic | undefined;
}

/** What happened, told once it is in the database. Amounts in whole US dollars. */
export interface BusinessEvents {
  bondCreated(bondType: string, agentId: string, amount: number): void;
  /** Minutes from when it was submitted, or last set back to pending, until it became active. */
  bondActivated(minutes: number): void;
  paymentProcessed(payment: {
    readonly method: string;
    readonly status: string;
    readonly source: string;
    readonly agentId: string;
    readonly amount: number;
  }): void;
  feedbackGiven(score: number): void;
}
