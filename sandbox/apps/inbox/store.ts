/**
 * Every notification that was caught, in the order of its id, from 1. `GET /deliveries?after=ID` answers
 * `{ "deliveries": [Delivery, …] }`, those with a greater id. None is ever dropped: a run has hundreds, not millions.
 */
export interface Delivery {
  readonly id: number;
  /** Milliseconds since 1970, when its last byte was received. */
  readonly at: number;
  readonly kind: "slack" | "pagerduty" | "email" | "webhook";
  /** The name of the Alertmanager receiver; empty where the notification does not say. */
  readonly receiver: string;
  /** The alerts that it speaks of; empty where that can't be told, and then `note` says why. */
  readonly alerts: readonly AlertNotice[];
  /** As received: parsed JSON, the text where it is no JSON, `{subject, from, to, html, text, headers}` of an e-mail; null where it was too large. */
  readonly body: unknown;
  readonly note?: string;
}

export interface AlertNotice {
  readonly alert: string;
  readonly status: "firing" | "resolved";
  /** Alertmanager's own, in hexadecimal. */
  readonly fingerprint: string;
}

/** What a notification says, read from its body. */
export interface Reading {
  readonly alerts: readonly AlertNotice[];
  readonly note?: string;
}

export class Store {
  private readonly kept: Delivery[] = [];

  keep(delivery: Omit<Delivery, "id">): Delivery {
    const numbered = { id: this.kept.length + 1, ...delivery };
    this.kept.push(numbered);
    return numbered;
  }

  after(id: number): readonly Delivery[] {
    return this.kept.slice(Math.max(0, id));
  }
}
