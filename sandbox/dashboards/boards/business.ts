import type { Board } from "../board.ts";

const agent = 'agent_id=~"$agent"';
const mean = (histogram: string) => `sum(rate(${histogram}_sum[1h])) / sum(rate(${histogram}_count[1h]))`;

/** What requests lead to. */
export const business: Board = {
  name: "business",
  title: "BailBondPro: business",
  description: "Bonds, payments and what clients think of it.",
  variables: [{ name: "agent", title: "Agent", metric: "bonds_created_total", label: "agent_id" }],
  rows: [
    {
      title: "Bonds",
      panels: [
        {
          type: "stat",
          title: "Active bonds",
          description: "Counted in the database; each instance counts the same.",
          unit: "short",
          asks: { "Active bonds": "max(bonds_active_count)" },
        },
        {
          type: "stat",
          title: "Clients with an active bond",
          description: "Counted in the database; each instance counts the same.",
          unit: "short",
          asks: { Clients: "max(clients_active)" },
        },
        {
          type: "stat",
          title: "Mean amount of a bond",
          description: "Of those that were created in the last hour.",
          unit: "currencyUSD",
          asks: { "Mean amount": mean("bond_amount_dollars") },
        },
        {
          type: "stat",
          title: "Bonds in five minutes",
          description: "How many were created. None at all on a working day is a failure that nobody else tells.",
          unit: "short",
          asks: { Bonds: "sum(increase(bonds_created_total[5m]))" },
          bad: { below: 1 },
        },
        {
          type: "timeseries",
          title: "Bonds created in an hour",
          description: "By type, of the agents that are chosen.",
          unit: "short",
          asks: { "{{bond_type}}": `sum by (bond_type) (increase(bonds_created_total{${agent}}[1h]))` },
        },
        {
          type: "timeseries",
          title: "Time from submission to activation",
          description: "Half of the bonds of an hour took no longer, and nineteen in twenty.",
          unit: "m",
          asks: {
            "50th percentile": "histogram_quantile(0.5, sum by (le) (rate(bond_processing_time_minutes_bucket[1h])))",
            "95th percentile": "histogram_quantile(0.95, sum by (le) (rate(bond_processing_time_minutes_bucket[1h])))",
          },
        },
      ],
    },
    {
      title: "Money and clients",
      panels: [
        {
          type: "stat",
          title: "Revenue in a day",
          description: "Completed payments in dollars, of the agents that are chosen.",
          unit: "currencyUSD",
          asks: { Revenue: `sum(increase(revenue_generated_dollars{${agent}}[1d]))` },
        },
        {
          type: "stat",
          title: "Satisfaction",
          description: "The mean of what clients gave in the last hour, of 1 to 5.",
          unit: "none",
          asks: { Satisfaction: mean("client_satisfaction_score") },
          bad: { below: 3 },
        },
        {
          type: "timeseries",
          title: "Revenue in an hour",
          description: "By what it was for, in dollars.",
          unit: "currencyUSD",
          asks: { "{{source}}": `sum by (source) (increase(revenue_generated_dollars{${agent}}[1h]))` },
        },
        {
          type: "timeseries",
          title: "Payments in five minutes",
          description: "By method and status.",
          unit: "short",
          asks: {
            "{{payment_method}} {{status}}": "sum by (payment_method, status) (increase(payments_processed_total[5m]))",
          },
        },
      ],
    },
  ],
};
