import type { Markup } from "../../html/markup.ts";
import { html } from "../../html/markup.ts";
import { bar } from "./bar.ts";
import { table } from "./table.ts";
import type { LoadFacts } from "./told.ts";

const columns = [
  { head: "alert" },
  { head: "fired from", number: true },
  { head: "to", number: true },
  { head: "over the load" },
] as const;

/** Alerts that fired while the load was on, in real seconds since it began. */
export function alertsTable(alerts: LoadFacts["alerts"], seconds: number): Markup {
  if (alerts.length === 0) return html`<p class="quiet">None fired.</p>`;
  return table(
    "Alerts that fired meanwhile",
    columns,
    alerts.map(({ name, from, until }) => [
      html`<b>${name}</b>`,
      `${from.toFixed(1)} s`,
      until === null ? "still firing" : `${until.toFixed(1)} s`,
      bar((until ?? seconds) / seconds, "deviated", from / seconds),
    ]),
  );
}
