import { html, Markup } from "./markup.ts";

/** What stands in a page. */
interface Content {
  readonly title: string;
  /** Its rules, as they stand. */
  readonly style: string;
  readonly header: Markup;
  readonly main: Markup;
}

/** One page that needs nothing else, not even scripts. */
export function wholePage({ title, style, header, main }: Content): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Markup(style)}
        </style>
      </head>
      <body>
        <header>${header}</header>
        <main>${main}</main>
      </body>
    </html> `.source;
}
