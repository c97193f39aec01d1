import type { Board } from "../board.ts";

/** What fires, what is about to, and whether everything is watched at all. */
export const alerts: Board = {
  name: "alerts",
  title: "BailBondPro: alerts",
  description: "What fires and what pends, and whether Prometheus can see what it should. Who is told: Alertmanager.",
  variables: [],
  rows: [
    {
      title: "Now",
      panels: [
        {
          type: "stat",
          title: "Firing",
          description: "How many alerts fire.",
          unit: "short",
          asks: { Firing: 'count(ALERTS{alertstate="firing"}) or vector(0)' },
          bad: { from: 1 },
          width: 8,
        },
        {
          type: "stat",
          title: "Pending",
          description: "How many alerts' conditions are true, but not for long enough yet.",
          unit: "short",
          asks: { Pending: 'count(ALERTS{alertstate="pending"}) or vector(0)' },
          bad: { from: 1, color: "orange" },
          width: 8,
        },
        {
          type: "stat",
          title: "Targets down",
          description: "How many targets could not be scraped. What is not scraped has no other alert.",
          unit: "short",
          asks: { "Targets down": "count(up == 0) or vector(0)" },
          bad: { from: 1 },
          alerts: ["LowAvailability"],
          width: 8,
        },
        {
          type: "table",
          title: "Alerts",
          description: "Each alert that pends or fires, with its labels. Empty while all is well.",
          unit: "short",
          asks: { Alerts: "ALERTS" },
          width: 24,
        },
      ],
    },
    {
      title: "Lately",
      panels: [
        {
          type: "timeseries",
          title: "Alerts that fired",
          description: "By name. Empty while all is well.",
          unit: "short",
          asks: { "{{alertname}}": 'sum by (alertname) (ALERTS{alertstate="firing"})' },
          bad: { from: 1 },
        },
        {
          type: "timeseries",
          title: "Alerts that pended",
          description: "By name. One that comes and goes here is near its threshold.",
          unit: "short",
          asks: { "{{alertname}}": 'sum by (alertname) (ALERTS{alertstate="pending"})' },
          bad: { from: 1, color: "orange" },
        },
        {
          type: "timeseries",
          title: "Scrapes that worked",
          description: "1 where a target could be scraped, 0 where not.",
          unit: "none",
          asks: { "{{job}} {{instance}}": "up" },
          bad: { below: 1 },
          alerts: ["LowAvailability"],
        },
        {
          type: "timeseries",
          title: "Time that a scrape took",
          description:
            "One that takes as long as its timeout (10 s) is lost, and with it all that the target would have told.",
          unit: "s",
          asks: { "{{job}} {{instance}}": "scrape_duration_seconds" },
          bad: { from: 5 },
        },
      ],
    },
  ],
};
