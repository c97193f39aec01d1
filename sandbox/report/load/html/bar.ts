import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";

const width = 96;

/** From one share to another of a row's width; beside it stands the number that it draws. */
export function bar(to: number, kind = "", from = 0): Markup {
  const [left, right] = [from, to].map((share) => Math.min(1, Math.max(0, share)) * width) as [number, number];
  return html`<svg class="bar" viewBox="0 0 ${width} 8" width="${width}" height="8" aria-hidden="true">
    <rect class="track" width="${width}" height="8" rx="2" />
    ${right > left ? html`<rect class="${kind === "" ? "fill" : `fill ${kind}`}" x="${left}" width="${Math.max(1.5, right - left)}" height="8" rx="2" />` : undefined}
  </svg>`;
}
