import type { Screen } from "../sandbox/report/progress.ts";
import type { TextOptions } from "../sandbox/report/style.ts";

/** Results go to stdout, everything else to stderr; each decides by itself whether it is a terminal. */
export function screens(): { readonly out: TextOptions; readonly progress: Screen & { line(text: string): void } } {
  return {
    out: {
      all: true,
      columns: Math.min(process.stdout.columns ?? 100, 120),
      colour: process.stdout.isTTY && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb",
    },
    progress: {
      // A terminal may change its size while drills run.
      get columns() {
        return process.stderr.columns ?? 120;
      },
      get rows() {
        return process.stderr.rows ?? 24;
      },
      live: process.stderr.isTTY && process.env["TERM"] !== "dumb",
      write: (text) => void process.stderr.write(text),
      line: (text) => void process.stderr.write(`${text}\n`),
    },
  };
}
