import { clockOf } from "../../drill/judge/clock.ts";
import { eventsOf } from "../../drill/journal.ts";
import type { Journal } from "../../drill/journal.ts";
import type { Labels } from "../../observe/series.ts";
import { formatDuration } from "../../rules/duration.ts";
import { groupingLabels, selectors } from "../../rules/promql.ts";
import { comparisonOf, evaluator } from "./evaluate.ts";
import type { Recording } from "./evaluate.ts";

export interface Line {
  readonly label: string;
  /** Production seconds from the onset, and the value there; null: there is none, and the line is broken. */
  readonly points: readonly (readonly [number, number | null])[];
}

/** One chart: a few lines that share an axis. */
export interface Plot {
  readonly title: string;
  readonly lines: readonly Line[];
  /** What the alert compares with. */
  readonly threshold?: { readonly operator: string; readonly value: number };
  /** Lines that there was no room for. */
  readonly omitted: number;
}

const mostLines = 8;
const mostPlots = 4;
const mostWatched = 10;
const pointsPerLine = 160;

/** What the alert compares, with its threshold; then the series that it reads. Without an alert, what each that is watched compares. */
export function plotsOf(journal: Journal, from: number, to: number): Plot[] {
  const rules = eventsOf(journal, "rule");
  // A drill without an alert watches them all.
  const several = journal.drill.alert === undefined;
  const recording: Recording = {
    series: journal.series,
    factor: journal.factor,
    staleMs: (2.5 * journal.timing.scrapeMs) / journal.factor,
    recorded: new Map(rules.filter(({ kind }) => kind === "record").map(({ name, expr }) => [name, expr])),
  };
  const draw = (title: string, asked: readonly Asked[], threshold?: Plot["threshold"]): Plot =>
    plot(title, asked, { journal, recording, from, to, threshold });
  const comparisons = rules.flatMap(({ kind, name, expr }) => {
    const comparison = kind === "alert" ? comparisonOf(expr) : undefined;
    return comparison ? [{ name, ...comparison }] : [];
  });
  const compared = comparisons.map(({ name, left, operator, limit }) =>
    draw(`What ${name} compares`, [{ expr: left, name: "" }], { operator, value: limit }),
  );
  const hasLines = (one: Plot): boolean => one.lines.length > 0;
  // What had no value all along is told where it is looked for, too: that is why its alert kept quiet.
  const shown = compared.filter((one, index) =>
    several ? evaluator(comparisons[index]?.left ?? "", recording) !== undefined : hasLines(one),
  );
  // A gauge that is compared as it is would be drawn twice.
  const bare = comparisons.every(({ left }) => selectors(left)[0]?.text === left.trim());
  const told = compared.some(hasLines) && (several || bare);
  const exprs = rules.map(({ expr }) => expr);
  const read = told ? [] : [...readBy(journal, exprs)].map(([title, asked]) => draw(title, asked));
  return [...shown, ...read.filter(hasLines)].slice(0, several ? mostWatched : mostPlots);
}

interface Asked {
  readonly expr: string;
  readonly name: string;
}

/** Expressions to draw, by the title of their chart. */
function readBy(journal: Journal, rules: readonly string[]): Map<string, Asked[]> {
  const range = formatDuration(Math.max(60_000, 4 * journal.timing.scrapeMs));
  const charts = new Map<string, Asked[]>();
  const add = (title: string, asked: Asked): void => {
    const there = charts.get(title) ?? [];
    if (!there.some(({ expr }) => expr === asked.expr)) charts.set(title, [...there, asked]);
  };
  const scraped = new Set(journal.series.map(({ labels }) => labels["__name__"] ?? ""));
  const read = rules.flatMap((expr) => selectors(expr).map((selector) => ({ ...selector, by: groupingLabels(expr) })));
  const all = [...scraped].map((metric) => ({ text: metric, metric, by: ["job"], usedBy: undefined }));
  for (const { text, metric = "", by, usedBy } of rules.length > 0 ? read : all) {
    if (!scraped.has(metric)) continue;
    const narrowed = text.slice(metric.length);
    const labels = by.filter((label) => label !== "le").join(", ");
    if (metric.endsWith("_bucket")) {
      const inner = `sum by (${["le", ...by.filter((label) => label !== "le")].join(", ")}) (rate(${text}[${range}]))`;
      for (const share of [0.5, 0.95])
        add(`${metric.slice(0, -7)}, quantiles`, {
          expr: `histogram_quantile(${share}, ${inner})`,
          name: `p${share * 100}`,
        });
    } else if (usedBy === "rate" || usedBy === "increase" || usedBy === "irate" || /_(total|count|sum)$/.test(metric)) {
      add(`${metric}, per second`, { expr: `sum by (${labels}) (rate(${text}[${range}]))`, name: narrowed || "all" });
    } else add(metric, { expr: text, name: narrowed });
  }
  return charts;
}

interface Canvas {
  readonly journal: Journal;
  readonly recording: Recording;
  readonly from: number;
  readonly to: number;
  readonly threshold: Plot["threshold"];
}

function plot(title: string, asked: readonly Asked[], canvas: Canvas): Plot {
  const { journal, recording, from, to, threshold } = canvas;
  const onset =
    clockOf(journal).onset?.at ?? eventsOf(journal, "steady")[0]?.at ?? journal.series[0]?.samples[0]?.[0] ?? 0;
  const times = Array.from({ length: pointsPerLine }, (_, index) => from + ((to - from) * index) / (pointsPerLine - 1));
  // Where nothing was sampled any more, nothing is known.
  const lastSample = Math.max(0, ...recording.series.map(({ samples }) => samples.at(-1)?.[0] ?? 0));
  const lastSeen = ((lastSample - onset) * journal.factor) / 1000;
  const found = new Map<string, { name: string; labels: Labels; points: (readonly [number, number | null])[] }>();
  for (const { expr, name } of asked) {
    const evaluate = evaluator(expr, recording);
    for (const [index, at] of evaluate ? times.entries() : []) {
      if (at > lastSeen) break;
      const value = evaluate?.(onset + (at * 1000) / journal.factor) ?? [];
      for (const one of typeof value === "number" ? [{ labels: {}, value }] : value) {
        const key = `${name} ${JSON.stringify(one.labels)}`;
        const line = found.get(key) ?? { name, labels: one.labels, points: times.map((time) => [time, null] as const) };
        line.points[index] = [at, Number.isFinite(one.value) ? one.value : null];
        found.set(key, line);
      }
    }
  }
  const lines = [...found.values()];
  const telling = tellingLabels(lines.map(({ labels }) => labels));
  return {
    title,
    lines: lines.slice(0, mostLines).map(({ name, labels, points }) => ({
      label:
        [name, ...telling.flatMap((label) => labels[label] ?? [])].filter((part) => part !== "").join(" · ") || "all",
      points,
    })),
    ...(threshold ? { threshold } : {}),
    omitted: Math.max(0, lines.length - mostLines),
  };
}

/** Labels that are not the same everywhere: the others tell nothing apart. */
function tellingLabels(all: readonly Labels[]): string[] {
  const names = [...new Set(all.flatMap((labels) => Object.keys(labels)))];
  return names.filter((name) => new Set(all.map((labels) => labels[name])).size > 1);
}
