import type { SyntaxNode } from "@lezer/common";
import { formatDuration, parseDuration } from "./duration.ts";
import { operands } from "./promql-types.ts";
import { parseExpr } from "./promql.ts";
import { readRuleFile } from "./rule-file.ts";
import type { Path, Place, YamlSource } from "./yaml-source.ts";

/** A rule file in which one number of one alert is another: a mistake that a drill should notice. */
export interface Mutant extends Place {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly file: string;
  /** What was changed: `for 5m → 10m`, `> 0.05 → > 0.1`. `line` and `column` are where it stood. */
  readonly what: string;
  /** The whole file, with comments and all else as it was. */
  readonly text: string;
}

/**
 * Every alert of a rule file with each number that its expression is compared with, and each `for`, twice as great and
 * half as great. What is compared with 0 can't be doubled: it is compared with 1. Pure; of a file that is wrong, none.
 */
export function mutants(file: string, text: string): Mutant[] {
  const { source, groups, problems } = readRuleFile(file, text);
  if (problems.length > 0) return [];
  return groups.flatMap((group, g) =>
    group.rules.flatMap((rule, r) => {
      if (rule.kind !== "alert") return [];
      const path = ["groups", g, "rules", r];
      return [...thresholdsOf(source, [...path, "expr"], rule.expr), ...holds(source, [...path, "for"])].map(
        (change): Mutant => ({ alert: rule.name, labels: rule.labels, file, ...change }),
      );
    }),
  );
}

type Change = Omit<Mutant, "alert" | "labels" | "file">;

function thresholdsOf(source: YamlSource, path: Path, expr: string): Change[] {
  return thresholds(expr).flatMap(({ node, compared }) => {
    const was = expr.slice(node.from, node.to);
    const value = Number(was);
    if (Number.isNaN(value)) return [];
    return (value === 0 ? [1] : [2 * value, value / 2]).flatMap((other): Change[] => {
      const now = String(Number(other.toPrecision(12)));
      const changed = replaced(source, path, node.from, node.to, now);
      if (changed === undefined) return [];
      return [{ ...source.locate(path, node.from), what: `${compared} ${was} → ${compared} ${now}`, text: changed }];
    });
  });
}

function holds(source: YamlSource, path: Path): Change[] {
  const was = source.written(path);
  const ms = parseDuration(was ?? "");
  if (was === undefined || ms === undefined || ms === 0) return [];
  return [2 * ms, ms / 2].flatMap((other): Change[] => {
    const now = formatDuration(other);
    const changed = replaced(source, path, 0, was.length, now);
    return changed === undefined ? [] : [{ ...source.place(path), what: `for ${was} → ${now}`, text: changed }];
  });
}

const comparisons = { Gtr: ">", Gte: ">=", Lss: "<", Lte: "<=", Eql: "==", Neq: "!=" } as const;

/** The numbers on either side of a comparison, factors of what stands there included: 0.05 of `errors > 0.05 * all`. */
export function thresholds(expr: string): { readonly node: SyntaxNode; readonly compared: string }[] {
  const found: { node: SyntaxNode; compared: string }[] = [];
  parseExpr(expr).tree.iterate({
    enter: ({ node }) => {
      const compared = Object.entries(comparisons).find(([name]) => node.getChild(name))?.[1];
      if (node.name !== "BinaryExpr" || compared === undefined) return;
      for (const side of operands(node)) for (const number of numbers(side)) found.push({ node: number, compared });
    },
  });
  return found;
}

const arithmetic = ["Add", "Sub", "Mul", "Div"];

/** Not those that a function or an aggregation takes: they choose what is measured, and not how much of it is too much. */
function numbers(node: SyntaxNode): SyntaxNode[] {
  if (node.name === "NumberDurationLiteral") return [node];
  const through =
    node.name === "ParenExpr" ||
    node.name === "UnaryExpr" ||
    (node.name === "BinaryExpr" && arithmetic.some((name) => node.getChild(name)));
  return through ? operands(node).flatMap(numbers) : [];
}

/** The file with a part of a value replaced; undefined where the value is written in a way that can't be edited in place. */
function replaced(source: YamlSource, path: Path, from: number, to: number, text: string): string | undefined {
  const first = source.offsetIn(path, from);
  const last = source.offsetIn(path, to - 1);
  if (first === undefined || last === undefined) return undefined;
  return source.text.slice(0, first) + text + source.text.slice(last + 1);
}
