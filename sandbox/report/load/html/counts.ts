import type { Count, Failure } from "../../../../load/record.ts";
import type { Markup } from "../../html/markup.ts";
import { html } from "../../html/markup.ts";
import { bar } from "./bar.ts";
import { count, percent } from "./numbers.ts";
import { table } from "./table.ts";

const kinds: Readonly<Record<Failure, string>> = {
  connection: "nobody to connect to",
  closed: "closed without a whole answer",
  timeout: "no whole answer in time",
  status: "a status that is no success",
  body: "a body that was not expected",
};

const columns = [
  { head: "what became of it" },
  { head: "requests", number: true },
  { head: "of all due", number: true },
  { head: "", draws: true },
] as const;

/** Each request that was due, in one place. */
export function countsTable(of: Count): Markup {
  const { sent, completed, errors, lost, unsent } = of;
  const due = sent + unsent.busy + unsent.late;
  const rows: [what: string, requests: number, kind: string][] = [
    ["answered as expected", completed, "held"],
    ...Object.entries(kinds).map(([kind, what]): [string, number, string] => [
      what,
      errors[kind as Failure],
      "deviated",
    ]),
    ["lost: no answer when all was over", lost, "deviated"],
    ["not sent: every connection waited for the target", unsent.busy, "inconclusive"],
    ["not sent: the generator came too late", unsent.late, "inconclusive"],
  ];
  return html`${table(
      "What became of every request",
      columns,
      rows.map(([what, requests, kind]) => [
        what,
        count(requests),
        due === 0 ? null : percent(requests / due),
        due === 0 ? "" : bar(requests / due, kind),
      ]),
    )}
    <p class="quiet small">
      ${count(due)} due = ${count(sent)} sent + ${count(unsent.busy + unsent.late)} not sent; each stands in one row.
      ${answered(of)}
    </p>`;
}

function answered({ answers = {} }: Count): string {
  const each = Object.entries(answers).map(([status, requests]) => `${count(requests)} of ${status}`);
  return each.length === 0 ? "" : `Answers by status: ${each.join(", ")}.`;
}

export function failedOf({ errors }: Count): number {
  return Object.values(errors).reduce((sum, each) => sum + each, 0);
}
