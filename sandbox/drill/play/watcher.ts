import { deliveries } from "../../observe/inbox.ts";
import type { Delivery } from "../../observe/inbox.ts";
import { wordsOf } from "../../observe/words.ts";
import type { PrometheusReader } from "../../observe/prometheus.ts";
import { until } from "../../wait.ts";
import type { Recorder } from "./recorder.ts";

/** Something that is waited for while the drill looks on, and until when, in real milliseconds since 1970. */
export interface Goal {
  readonly what: string;
  readonly deadline: number;
  reached(now: Sight): boolean;
}

/** What one look at Prometheus and the inbox showed. */
export interface Sight {
  /** States of the alerts that are active, by name; the worse where instances differ. */
  readonly active: ReadonlyMap<string, "pending" | "firing">;
  /** Alerts that were ever seen pending or firing. */
  readonly pended: ReadonlySet<string>;
  readonly fired: ReadonlySet<string>;
  readonly delivered: readonly Delivery[];
}

/** Looks at a running stack, and tells the recorder what it sees for the first time. */
export interface Watcher {
  look(): Promise<Sight>;
  /** What pended and fired until now is not counted any more: it was before the system was steady. */
  forget(): void;
  /** Looks on until each goal is reached or past its deadline; what was missed is for the judge to say. */
  watch(goals: readonly Goal[], signal: AbortSignal | undefined): Promise<void>;
}

export interface Watched {
  readonly prometheus: PrometheusReader;
  readonly inbox: URL;
  readonly recorder: Recorder;
  /** What was delivered before belongs to somebody else: the last id of it. Default 0. */
  readonly after?: number;
  /** Rejects where a service has ended by itself; it is asked once a second. */
  readonly check?: () => Promise<void>;
}

export function watcher({ prometheus, inbox, recorder, after = 0, check = async () => {} }: Watched): Watcher {
  let checked = Date.now();
  const pended = new Set<string>();
  const fired = new Set<string>();
  const delivered: Delivery[] = [];
  let before = new Map<string, "pending" | "firing">();

  const look = async (): Promise<Sight> => {
    const [alerts, caught] = await Promise.all([
      prometheus.query("ALERTS"),
      deliveries(inbox, delivered.at(-1)?.id ?? after),
    ]);
    const active = new Map<string, "pending" | "firing">();
    for (const { labels } of alerts) {
      const name = labels["alertname"] ?? "";
      const state = labels["alertstate"] === "firing" ? "firing" : "pending";
      if (active.get(name) !== "firing") active.set(name, state);
      pended.add(name);
      if (state === "firing") fired.add(name);
    }
    for (const [alert, state] of active)
      if (before.get(alert) !== state) recorder.record({ what: "seen", alert, state });
    for (const alert of before.keys())
      if (!active.has(alert)) recorder.record({ what: "seen", alert, state: "inactive" });
    before = active;
    for (const delivery of caught) {
      const said = wordsOf(delivery.kind, delivery.body);
      delivered.push(delivery);
      for (const { alert, status, fingerprint } of delivery.alerts) {
        recorder.record({
          what: "delivery",
          at: delivery.at,
          receiver: delivery.receiver,
          kind: delivery.kind,
          status,
          alert,
          fingerprint,
          ...(said ? { said } : {}),
        });
      }
    }
    return { active, pended, fired, delivered };
  };

  return {
    look,
    forget: () => {
      pended.clear();
      fired.clear();
    },
    watch: async (goals, signal) => {
      const last = goals.reduce((latest, goal) => Math.max(latest, goal.deadline), 0);
      await until(
        async () => {
          if (Date.now() - checked >= 1_000) {
            checked = Date.now();
            await check();
          }
          const sight = await look();
          const open = goals.filter((goal) => Date.now() < goal.deadline && !goal.reached(sight));
          return open.length === 0 ? { seen: sight } : { missing: open.map((goal) => goal.what).join(", ") };
        },
        { what: "the drill's expectations", withinMs: Math.max(0, last - Date.now()) + 60_000, everyMs: 100, signal },
      );
    },
  };
}
