import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";

/** A column's head; numbers stand to the right. */
export interface Column {
  readonly head: string;
  readonly number?: true;
}

/** What may stand in a cell; null: there is none. */
export type Cell = Markup | string | null;

export function table(title: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): Markup {
  const kind = (index: number): string => (columns[index]?.number ? "number" : "text");
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">
    <table>
      <thead>
        <tr>
          ${columns.map(({ head }, index) => html`<th scope="col" class="${kind(index)}">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell, index) => html`<td class="${kind(index)}">${cell ?? "–"}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
