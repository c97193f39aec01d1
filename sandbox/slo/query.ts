import type { ExprProblem } from "../rules/promql-problem.ts";
import { parseExpr } from "../rules/promql.ts";

const placeholder = /\{\{\s*\.window\s*\}\}/g;

/** A query with its window put in. */
export function withWindow(query: string, window: string): string {
  return query.replaceAll(placeholder, window);
}

/** The query as Prometheus would read it with some window, each thing where it stands in the template. */
export function sample(query: string): string {
  return query.replaceAll(placeholder, (found) => "5m".padEnd(found.length));
}

/** Whether a query says where its window goes. */
export function hasWindow(query: string): boolean {
  return query.search(placeholder) >= 0;
}

/** What is wrong with a query of an indicator, by offset; nothing of what it selects. Pure. */
export function queryProblems(query: string): ExprProblem[] {
  const other = /\{\{(?!\s*\.window\s*\}\})[^}]*\}?\}?/.exec(query);
  if (other)
    return [
      { offset: other.index, message: `\`${other[0]}\` is not known here; the only variable is \`{{.window}}\`` },
    ];
  if (!hasWindow(query))
    return [
      {
        offset: 0,
        message: "the query says nowhere over which window; expected `{{.window}}`, as in `rate(x[{{.window}}])`",
      },
    ];
  return promqlProblems(sample(query));
}

/** What is wrong with an expression as it stands, by offset. Pure. */
export function promqlProblems(query: string): ExprProblem[] {
  return parseExpr(query).problems.map(({ offset, message }) => ({ offset, message: `not valid PromQL: ${message}` }));
}
