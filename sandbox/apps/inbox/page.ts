import type { Delivery } from "./store.ts";

/** Text that is safe as it stands; everything else is escaped when it is put into a page. */
class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function html(parts: TemplateStringsArray, ...values: readonly (string | number | Html | readonly Html[])[]): Html {
  return new Html(parts.map((part, i) => part + show(values[i])).join(""));
}

function show(value: string | number | Html | readonly Html[] | undefined): string {
  if (value === undefined) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map(show).join("");
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** All that was caught, the newest first. */
export function renderPage(deliveries: readonly Delivery[]): string {
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <title>Inbox (${deliveries.length})</title>
      <style>
        body {
          font:
            15px/1.5 system-ui,
            sans-serif;
          margin: 2rem auto;
          max-width: 60rem;
          padding: 0 1rem;
        }
        details {
          border-top: 1px solid #ccc;
          padding: 0.5rem 0;
        }
        pre {
          overflow: auto;
          background: #f5f5f5;
          padding: 0.5rem;
        }
        .firing {
          color: #b00020;
        }
        .resolved {
          color: #1b6e20;
        }
        .note {
          color: #8a5a00;
        }
      </style>
      <h1>Inbox</h1>
      <p>${deliveries.length} notifications caught. None of them left this machine.</p>
      ${deliveries.toReversed().map(entry)}
    </html> `.text;
}

function entry(delivery: Delivery): Html {
  const alerts = delivery.alerts.map(({ alert, status }) => html` <b class="${status}">${alert} ${status}</b>`);
  const note = delivery.note === undefined ? [] : [html` <span class="note">${delivery.note}</span>`];
  return html`<details>
    <summary>
      #${delivery.id} ${new Date(delivery.at).toISOString()} ${delivery.kind} to
      ${delivery.receiver || "nobody known"}${alerts}${note}
    </summary>
    <pre>${JSON.stringify(delivery.body, null, 2)}</pre>
  </details> `;
}
