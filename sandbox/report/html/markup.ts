/** HTML that is whole: whatever came into it as text was escaped. */
export class Markup {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Part = Markup | string | number | readonly Part[] | undefined;

/** A template whose every inserted text is escaped, for content and quoted attributes alike; lists are joined, undefined is nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, index) => text + sourceOf(parts[index])).join(""));
}

function sourceOf(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.source;
  if (typeof part === "number") return String(Math.round(part * 100) / 100);
  return typeof part === "string" ? escape(part) : part.map(sourceOf).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters have no meaning in HTML, and some can't even be named in it. */
function escape(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]/gu, (found) => (found === "\n" || found === "\t" ? found : "\uFFFD"))
    .replace(/[&<>"']/g, (found) => entities[found] ?? found);
}
