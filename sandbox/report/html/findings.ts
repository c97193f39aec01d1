import type { Finding } from "../../drill/verdict.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** Each finding with the mark of its outcome. */
export function list(findings: readonly Finding[]): Markup {
  const marks = { held: "✓", deviated: "✗", inconclusive: "?" } as const;
  return html`<ul class="findings">
    ${findings.map(
      ({ what, outcome, observed }) =>
        html`<li class="${outcome}">
          <span class="mark" title="${outcome}">${marks[outcome]}</span><b>${what}</b>: ${observed}
        </li>`,
    )}
  </ul>`;
}
