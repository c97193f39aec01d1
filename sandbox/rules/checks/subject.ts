import type { Problem } from "../../errors.ts";
import { readAlertmanagerConfig } from "../alertmanager-config.ts";
import type { AlertmanagerConfig } from "../alertmanager-config.ts";
import { readBuckets } from "../buckets.ts";
import type { Buckets } from "../buckets.ts";
import { readCatalogue } from "../metric-catalogue.ts";
import type { Catalogue } from "../metric-catalogue.ts";
import { readPrometheusConfig } from "../prometheus-config.ts";
import type { PrometheusConfig } from "../prometheus-config.ts";
import { readRules } from "../rule-file.ts";
import type { RuleFile } from "../rule-file.ts";
import { readYamlDocuments } from "../yaml-source.ts";
import type { YamlSource } from "../yaml-source.ts";
import {
  expressionsOfDashboards,
  expressionsOfObjectives,
  expressionsOfRules,
  problemsOfDashboards,
} from "./expression.ts";
import type { Expression } from "./expression.ts";
import { kindOf } from "./kind-of.ts";
import type { FileKind } from "./kind-of.ts";

/** A file as it stands. */
export interface FileText {
  readonly file: string;
  readonly text: string;
  /** Read for what it says of others, and not checked itself. */
  readonly aside?: boolean;
}

interface Configured<C> {
  readonly config: C;
  readonly source: YamlSource;
}

/** Everything that checks look at, of all files together. What is wrong in itself is in `problems` and nowhere else. */
export interface Subject {
  readonly files: readonly FileText[];
  readonly rules: readonly RuleFile[];
  /** Of rules, dashboards and objectives, in this order. */
  readonly expressions: readonly Expression[];
  readonly prometheus: readonly Configured<PrometheusConfig>[];
  readonly alertmanager: readonly Configured<AlertmanagerConfig>[];
  readonly compose: readonly YamlSource[];
  readonly dashboards: readonly YamlSource[];
  /** Where Grafana is told that dashboards lie. */
  readonly providers: readonly YamlSource[];
  readonly drills: readonly YamlSource[];
  readonly waivers: readonly YamlSource[];
  /** Undefined: nothing is known of what targets export. */
  readonly catalogue: Catalogue | undefined;
  readonly buckets: Buckets;
  readonly problems: readonly Problem[];
}

/** Pure, and never throws. Files that are nothing which is checked are left aside. */
export function subjectOf(files: readonly FileText[]): Subject {
  const problems: Problem[] = [];
  const kept = files.flatMap(({ file, text }) => {
    const sources = readYamlDocuments(file, text);
    const known = sources.flatMap((source) => {
      const kind = kindOf(source.value);
      return kind === undefined ? [] : [{ file, text, source, kind }];
    });
    const template = known.some(({ kind }) => ofPrometheus.has(kind)) ? helmIn(file, text) : undefined;
    if (template) {
      problems.push(template);
      return [];
    }
    if (known.some(({ kind }) => ofPrometheus.has(kind))) problems.push(...noText(file, text));
    // A file that can't be read might have been any of them.
    if (known.length === 0) problems.push(...unreadable(sources));
    return known;
  });
  const of = (wanted: FileKind) => kept.filter(({ kind }) => kind === wanted);
  const sourcesOf = (wanted: FileKind): YamlSource[] => {
    const found = of(wanted).map(({ source }) => source);
    problems.push(...found.flatMap((source) => source.problems));
    return found;
  };
  const configs = <C>(
    wanted: FileKind,
    read: (file: string, text: string) => { config: C | undefined; source: YamlSource; problems: readonly Problem[] },
  ): Configured<C>[] =>
    of(wanted).flatMap(({ file, text }) => {
      const { config, source, problems: wrong } = read(file, text);
      problems.push(...wrong);
      return config ? [{ config, source }] : [];
    });
  for (const [i, { file, source, kind }] of kept.entries())
    if (kind === "rules" && !isResource(source) && kept[i - 1]?.file === file)
      problems.push(
        source.problemAt([], "Prometheus reads a file's first document alone; give these rules a file of their own"),
      );
  const rules = of("rules").map(({ file, text, source }) => readRules(file, text, source));
  const dashboards = sourcesOf("dashboard");
  problems.push(...problemsOfDashboards(dashboards), ...dashboards.flatMap(noJson));
  const objectives = sourcesOf("objectives");
  const catalogues = of("metrics").map(({ file, text }) => readCatalogue(file, text));
  const buckets = of("buckets").map(({ file, text }) => readBuckets(file, text));
  problems.push(...[...rules, ...catalogues, ...buckets].flatMap((one) => one.problems));
  return {
    files: files.filter(({ file }) => kept.some((one) => one.file === file)),
    rules,
    expressions: [
      ...expressionsOfRules(rules),
      ...expressionsOfDashboards(dashboards),
      ...expressionsOfObjectives(objectives),
    ],
    prometheus: configs("prometheus", readPrometheusConfig),
    alertmanager: configs("alertmanager", readAlertmanagerConfig),
    compose: sourcesOf("compose"),
    dashboards,
    providers: sourcesOf("provider"),
    drills: sourcesOf("drill"),
    waivers: sourcesOf("waivers"),
    catalogue: catalogues.length === 0 ? undefined : merged(catalogues.map(({ catalogue }) => catalogue)),
    buckets: new Map(buckets.flatMap((one) => [...one.buckets])),
    problems,
  };
}

function merged(all: readonly Catalogue[]): Catalogue {
  return {
    metrics: all.flatMap(({ metrics }) => metrics),
    recorded: all.flatMap(({ recorded }) => recorded),
    prefixes: all.flatMap(({ prefixes }) => prefixes),
    jobs: new Set(all.flatMap(({ jobs }) => [...jobs])),
  };
}

function isResource({ value }: YamlSource): boolean {
  return (value as { readonly kind?: unknown }).kind === "PrometheusRule";
}

const ofPrometheus: ReadonlySet<FileKind> = new Set(["rules", "prometheus", "alertmanager"]);
const helm = "this is a template of Helm; render it (`helm template`), and check what comes out";

/** Some templates are YAML, where nothing but values is filled in; Prometheus' own have none of these names. */
function helmIn(file: string, text: string): Problem | undefined {
  const found = /^(?!\s*#).*?(?=\{\{-?\s*(?:\.(?:Values|Release|Chart)|include)\b)/m.exec(text);
  return found ? problemOn(file, text, found.index + found[0].length, helm) : undefined;
}

/** What the reader of Prometheus refuses wherever it stands, in comments as well. */
function noText(file: string, text: string): Problem[] {
  // What is not UTF-8 was read as the last of these.
  const at = text.search(/(?![\t\n\r\u0085])\p{Cc}|\uFFFD/u);
  if (at === -1) return [];
  const what =
    text[at] === "\uFFFD"
      ? "this is not UTF-8; save the file as UTF-8"
      : "a control character is not allowed in YAML; remove it";
  return [problemOn(file, text, at, what)];
}

/** YAML allows more than JSON does: a comma before a closing bracket, comments, other quotes. Grafana reads JSON. */
function noJson({ file, text, problems }: YamlSource): Problem[] {
  if (!file.endsWith(".json") || problems.length > 0) return [];
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    const at = Number(/at position (\d+)/.exec(String(error))?.[1] ?? 0);
    return [
      problemOn(file, text, at, "this is not JSON, and Grafana refuses it; a comma too many, a comment, a quote?"),
    ];
  }
}

function problemOn(file: string, text: string, at: number, message: string): Problem {
  const line = text.slice(0, at).split("\n").length;
  const column = at - text.lastIndexOf("\n", at - 1);
  return { file, line, column, message, source: (text.split("\n")[line - 1] ?? "").replace(/\r$/, "") };
}

/** Charts of Helm become files that can be read once they are rendered; what is wrong with them as YAML helps nobody. */
function unreadable(sources: readonly YamlSource[]): readonly Problem[] {
  const problems = sources.flatMap((source) => source.problems);
  const [first] = sources;
  if (!first || problems.length === 0 || !/\{\{-|\{\{\s*(?:\.Values|include|template)\b/.test(first.text))
    return problems;
  return [first.problemAt([], helm)];
}
