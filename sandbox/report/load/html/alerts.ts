import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import { bar } from "./bar.ts";
import { table } from "./table.ts";
import type { Told } from "./facts.ts";

const columns = [
  { head: "alert" },
  { head: "labels" },
  { head: "fired from", number: true },
  { head: "to", number: true },
  { head: "over the load", draws: true },
] as const;

/** Alerts that fired while the load was on, in real seconds since it began. */
export function alertsTable(alerts: Told["alerts"], seconds: number): Markup {
  if (alerts === null) return html`<p class="quiet">Nobody watched any: the target has no Prometheus of ours.</p>`;
  if (alerts.length === 0) return html`<p class="quiet">None.</p>`;
  const whole = Math.max(seconds, 1);
  return table(
    "Alerts that fired meanwhile",
    columns,
    alerts.map(({ alert, labels, from, until }) => [
      html`<b>${alert}</b>`,
      html`<code
        >${Object.entries(labels)
          .map(([name, value]) => `${name}="${value}"`)
          .join(", ")}</code
      >`,
      `${from.toFixed(1)} s`,
      until === null ? "still firing" : `${until.toFixed(1)} s`,
      bar((until ?? whole) / whole, "deviated", from / whole),
    ]),
  );
}
