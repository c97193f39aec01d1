import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";

/** A column's head; numbers stand to the right. */
export interface Column {
  readonly head: string;
  readonly number?: true;
  /** Only draws what another column says: left out where there is little room. */
  readonly draws?: true;
}

/** What may stand in a cell; null: there is none. */
export type Cell = Markup | string | null;

/** Where there is little room, the rows of a table with many columns are laid out one cell below the other. */
const mostAbreast = 4;

export function table(title: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): Markup {
  const kind = (index: number): string => {
    const column = columns[index];
    return column?.number ? "number" : column?.draws ? "draws" : "text";
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">
    <table${columns.length > mostAbreast ? html` class="tall"` : undefined}>
      <thead>
        <tr>
          ${columns.map(({ head }, index) => html`<th scope="col" class="${kind(index)}">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell, index) => html`<td class="${kind(index)}" data-head="${columns[index]?.head ?? ""}"><div>${cell ?? "–"}</div></td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
