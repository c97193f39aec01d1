import type { Board } from "../board.ts";

const chosen = '{sloth_slo=~"$slo"}';
const alerts = ["AvailabilityBudgetBurn", "LatencyBudgetBurn", "ErrorsBudgetBurn"];
const burn = (window: string) =>
  `slo:sli_error:ratio_rate${window}${chosen}` +
  ` / on(sloth_id, sloth_slo, sloth_service) group_left slo:error_budget:ratio${chosen}`;

/** The objectives and what is left of their error budgets, by the series that Sloth's rules record. */
export const slo: Board = {
  name: "slo",
  title: "BailBondPro: objectives and error budgets",
  description:
    "What was promised, and how fast the error budget is being used up. Recorded by prometheus/rules/slo.yml.",
  variables: [{ name: "slo", title: "Objective", metric: "sloth_slo_info", label: "sloth_slo" }],
  rows: [
    {
      title: "The error budget of 30 days",
      panels: [
        {
          type: "stat",
          title: "Objective",
          description: "The share that has to be good.",
          unit: "percentunit",
          asks: { "{{sloth_slo}}": `slo:objective:ratio${chosen}` },
          width: 8,
        },
        {
          type: "stat",
          title: "Error budget left",
          description: "Of the last 30 days, or of what is known of them. Below 0 the objective is missed.",
          unit: "percentunit",
          asks: { "{{sloth_slo}}": `slo:period_error_budget_remaining:ratio${chosen}` },
          bad: { below: 0 },
          alerts,
          width: 8,
        },
        {
          type: "stat",
          title: "Burn rate of the period",
          description: "How many times as fast as it may the budget was used up; above 1 it does not last.",
          unit: "none",
          asks: { "{{sloth_slo}}": `slo:period_burn_rate:ratio${chosen}` },
          bad: { from: 1 },
          width: 8,
        },
      ],
    },
    {
      title: "How fast it burns",
      panels: [
        {
          type: "timeseries",
          title: "Burn rate now",
          description: "Over five minutes. From 14.4 on, an hour of it uses up 2 % of the budget of 30 days.",
          unit: "none",
          asks: { "{{sloth_slo}}": `slo:current_burn_rate:ratio${chosen}` },
          bad: { from: 14.4, warnFrom: 1 },
          alerts,
        },
        {
          type: "timeseries",
          title: "Burn rate over an hour",
          description: "What pages, together with the five minutes beside it: 14.4 times as fast as it may.",
          unit: "none",
          asks: { "{{sloth_slo}}": burn("1h") },
          bad: { from: 14.4, warnFrom: 1 },
          alerts,
        },
        {
          type: "timeseries",
          title: "Burn rate over six hours",
          description: "What pages more slowly: 6 times as fast as it may.",
          unit: "none",
          asks: { "{{sloth_slo}}": burn("6h") },
          bad: { from: 6, warnFrom: 1 },
          alerts,
        },
        {
          type: "timeseries",
          title: "Burn rate over three days",
          description: "What opens a ticket: as fast as it may, for so long.",
          unit: "none",
          asks: { "{{sloth_slo}}": burn("3d") },
          bad: { from: 1 },
          alerts,
        },
        {
          type: "timeseries",
          title: "Share that was not good",
          description: "Of what each objective counts, over five minutes.",
          unit: "percentunit",
          asks: { "{{sloth_slo}}": `slo:sli_error:ratio_rate5m${chosen}` },
          width: 24,
        },
      ],
    },
  ],
};
