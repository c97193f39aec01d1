import type { Database } from "./database.ts";
import type { Asker } from "./log/asker.ts";
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

/** What happened, told once it is in the database, and by whom. Amounts in whole US dollars. */
export interface BusinessEvents {
  bondCreated(
    asker: Asker,
    bond: {
      readonly id: number;
      readonly clientId: number;
      readonly bondType: string;
      readonly agentId: string;
      readonly amount: number;
    },
  ): void;
  /** `minutes`: from when it was submitted, or last set back to pending, until it became active; null, it did not by this. */
  bondMoved(
    asker: Asker,
    bond: { readonly id: number; readonly status: string; readonly minutes: number | null },
  ): void;
  paymentProcessed(
    asker: Asker,
    payment: {
      readonly id: number;
      readonly bondId: number;
      readonly method: string;
      readonly status: string;
      readonly source: string;
      readonly agentId: string;
      readonly amount: number;
    },
  ): void;
  clientCreated(asker: Asker, client: { readonly id: number; readonly name: string; readonly county: string }): void;
  feedbackGiven(
    asker: Asker,
    feedback: { readonly id: number; readonly clientId: number; readonly score: number; readonly comment: string },
  ): void;
  loggedIn(asker: Asker, userId: number): void;
  /** The e-mail address or the password was wrong. */
  loginFailed(asker: Asker): void;
  /** `authorization` named no session. */
  tokenRefused(asker: Asker): void;
}

/** Whoever listens is told in the order given. */
export function tellAll(listeners: readonly Partial<BusinessEvents>[]): BusinessEvents {
  const tell = <E extends keyof BusinessEvents>(event: E): BusinessEvents[E] => {
    const told = listeners.flatMap((listener) => listener[event]?.bind(listener) ?? []);
    return ((asker: Asker, what: never) => {
      for (const one of told) one(asker, what);
    }) as BusinessEvents[E];
  };
  return {
    bondCreated: tell("bondCreated"),
    bondMoved: tell("bondMoved"),
    paymentProcessed: tell("paymentProcessed"),
    clientCreated: tell("clientCreated"),
    feedbackGiven: tell("feedbackGiven"),
    loggedIn: tell("loggedIn"),
    loginFailed: tell("loginFailed"),
    tokenRefused: tell("tokenRefused"),
  };
}
