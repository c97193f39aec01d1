import type { Verdict } from "../../../sandbox/drill/verdict.ts";

const deliveries = (firing: number, resolved: number): Verdict["timeline"]["deliveries"] => [
  { receiver: "slack", status: "firing", at: firing, alert: "HighErrorRate" },
  { receiver: "email", status: "firing", at: firing + 1, alert: "HighErrorRate" },
  { receiver: "pagerduty", status: "firing", at: firing, alert: "HighErrorRate" },
  { receiver: "slack", status: "resolved", at: resolved, alert: "HighErrorRate" },
  { receiver: "email", status: "resolved", at: resolved + 3, alert: "HighErrorRate" },
  { receiver: "pagerduty", status: "resolved", at: resolved, alert: "HighErrorRate" },
];

/** As a drill of the guide's alert gave it. */
export const held: Verdict = {
  name: "high-error-rate",
  title: "One request in five fails",
  alert: "HighErrorRate",
  rule: { file: "fixtures/prometheus/rules/bailbondpro.yml", line: 5, column: 16 },
  outcome: "held",
  factor: 120,
  seconds: 11.42,
  findings: [
    { what: "HighErrorRate pending within 3m", outcome: "held", observed: "pending at 1m21s ± 46s" },
    { what: "HighErrorRate firing within 9m", outcome: "held", observed: "firing at 6m32s ± 46s" },
    { what: "told slack, email, pagerduty within 10m", outcome: "held", observed: "by 7m5s ± 46s" },
  ],
  timeline: {
    fault: 0,
    lifted: 426,
    pending: 81,
    firing: 392,
    resolved: 700,
    others: [],
    deliveries: deliveries(424, 731),
  },
  nearness: [],
  notes: [
    "factor 120, limited by the scrape interval of bailbondpro-api",
    "process, prometheus 3.5.3, alertmanager 0.33.1",
    "predicted on the original rule: pending 1m15s, firing 6m15s, resolved 4m45s after the fault",
    "load 99.8 of 100 requests per second",
  ],
};

export const deviated: Verdict = {
  ...held,
  name: "high-error-rate-tight",
  title: 'Too tight a bound: "9m" <& it\'s said>\u001b[2J so',
  outcome: "deviated",
  findings: [
    held.findings[0]!,
    { what: "HighErrorRate firing within 5m", outcome: "deviated", observed: "firing at 6m32s ± 46s" },
    {
      what: "told pagerduty within 10m",
      outcome: "deviated",
      observed: 'never: no route for <severity="critical">\u0000',
    },
  ],
};

export const inconclusive: Verdict = {
  ...held,
  name: "high-error-rate-unseen",
  outcome: "inconclusive",
  findings: [{ what: "the fault took effect", outcome: "inconclusive", observed: "no sample showed it in 2m" }],
  timeline: { fault: 0, lifted: 120, pending: null, firing: null, resolved: null, others: [], deliveries: [] },
};

/** Fires, and still does when the drill ends. */
export const stuck: Verdict = {
  ...held,
  timeline: {
    fault: 0,
    lifted: null,
    pending: 81,
    firing: 392,
    resolved: null,
    others: [],
    deliveries: deliveries(424, 731).slice(0, 3),
  },
};

export const hopeless: Verdict = {
  ...held,
  name: "as-written",
  outcome: "deviated",
  findings: [
    {
      what: "HighErrorRate can fire",
      outcome: "deviated",
      observed: "can never fire: nothing exports error_rate; did you mean `http_errors_total`?",
    },
  ],
  timeline: { fault: null, lifted: null, pending: null, firing: null, resolved: null, others: [], deliveries: [] },
};
