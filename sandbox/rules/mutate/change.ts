import type { SyntaxNode } from "@lezer/common";

/** One small mistake in an expression: `text` stands in place of what stood from `from` to `to`. */
export interface Change {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** What it is, short: `> 0.05 → >= 0.05`. */
  readonly what: string;
  /** What a test has to bring to tell the one from the other, as the end of "add a test with …". */
  readonly test: string;
  /** By how much a number is off: 2, 0.5, 1.1. */
  readonly factor?: number;
}

/** Every mistake of one kind that can be made at one node of an expression. Pure; what results need not be valid. */
export type Operator = (node: SyntaxNode, expr: string) => readonly Change[];

/** What stands there, on one line. */
export function textOf(node: SyntaxNode, expr: string): string {
  return expr.slice(node.from, node.to).replace(/\s+/g, " ").trim();
}

/** As `textOf`, cut where it is longer than anybody reads along. */
export function briefly(node: SyntaxNode, expr: string, most = 32): string {
  const text = textOf(node, expr);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
