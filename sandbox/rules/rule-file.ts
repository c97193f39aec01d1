import { z } from "zod";
import type { Problem } from "../errors.ts";
import { parseExpr } from "./promql.ts";
import { durationMs, validate } from "./validate.ts";
import { type Path, readYaml, type YamlSource } from "./yaml-source.ts";

export interface Rule {
  readonly kind: "alert" | "record";
  /** Of the alert, or of the metric that it records. */
  readonly name: string;
  readonly expr: string;
  /** 0 where there is none, and for recording rules. */
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The name of its group. */
  readonly group: string;
  readonly file: string;
  /** Where its name stands. */
  readonly line: number;
  readonly column: number;
}

export interface RuleGroup {
  readonly name: string;
  readonly file: string;
  /** Undefined: as often as the global evaluation interval says. */
  readonly intervalMs?: number;
  readonly queryOffsetMs?: number;
  readonly rules: readonly Rule[];
}

export interface RuleFile {
  readonly file: string;
  readonly text: string;
  readonly source: YamlSource;
  readonly groups: readonly RuleGroup[];
  readonly problems: readonly Problem[];
}

// Prometheus reads labels and annotations as text, whatever YAML takes `true` or `1.0` for.
const texts = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()], { error: "expected text" }))
  .nullish();

const rule = z.strictObject({
  record: z.string().optional(),
  alert: z.string().optional(),
  expr: z.union([z.string(), z.number()], { error: "expected an expression of PromQL" }),
  for: durationMs.optional(),
  keep_firing_for: durationMs.optional(),
  labels: texts,
  annotations: texts,
});

const group = z.strictObject({
  name: z.string().min(1),
  interval: durationMs.optional(),
  query_offset: durationMs.optional(),
  limit: z.number().int().optional(),
  labels: texts,
  rules: z.array(rule).nullish(),
});

const schema = z.strictObject({ groups: z.array(group).nullish() }).nullable();

type RawRule = z.output<typeof rule>;
type RawGroup = z.output<typeof group>;

/** Reads a rule file of Prometheus; `groups` is empty where its form is wrong. Never throws. */
export function readRuleFile(file: string, text: string): RuleFile {
  const source = readYaml(file, text);
  const { value, problems } = validate(source, schema);
  const raw = value?.groups ?? [];
  const groups = raw.map((one, index) => groupOf(one, index, source));
  const deeper = raw.flatMap((one, g) =>
    (one.rules ?? []).flatMap((each, r) => checkRule(each, ["groups", g, "rules", r], source)),
  );
  return { file, text, source, groups, problems: [...problems, ...repeated(raw, source), ...deeper] };
}

/** Where the expression of a rule stands, for all who have something to say about it. */
export function exprPath(groupIndex: number, ruleIndex: number): Path {
  return ["groups", groupIndex, "rules", ruleIndex, "expr"];
}

function groupOf(raw: RawGroup, index: number, source: YamlSource): RuleGroup {
  return {
    name: raw.name,
    file: source.file,
    ...(raw.interval === undefined ? {} : { intervalMs: raw.interval }),
    ...(raw.query_offset === undefined ? {} : { queryOffsetMs: raw.query_offset }),
    rules: (raw.rules ?? []).map((one, r) => ruleOf(one, raw, ["groups", index], r, source)),
  };
}

function ruleOf(raw: RawRule, owner: RawGroup, path: Path, index: number, source: YamlSource): Rule {
  const here = [...path, "rules", index];
  const kind = raw.alert === undefined ? "record" : "alert";
  return {
    kind,
    name: raw.alert ?? raw.record ?? "",
    expr: String(raw.expr),
    forMs: raw.for ?? 0,
    keepFiringForMs: raw.keep_firing_for ?? 0,
    labels: {
      ...written(owner.labels, [...path, "labels"], source),
      ...written(raw.labels, [...here, "labels"], source),
    },
    annotations: written(raw.annotations, [...here, "annotations"], source),
    group: owner.name,
    file: source.file,
    ...source.place([...here, kind]),
  };
}

function written(raw: RawRule["labels"], path: Path, source: YamlSource): Record<string, string> {
  return Object.fromEntries(
    Object.entries(raw ?? {}).map(([key, value]) => [
      key,
      typeof value === "string" ? value : (source.written([...path, key]) ?? String(value)),
    ]),
  );
}

function repeated(groups: readonly RawGroup[], source: YamlSource): Problem[] {
  return groups.flatMap((one, index) =>
    groups.findIndex((other) => other.name === one.name) < index
      ? [
          source.problemAt(
            ["groups", index, "name"],
            `a group \`${one.name}\` stands above already; give this one another name`,
          ),
        ]
      : [],
  );
}

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

function checkRule(raw: RawRule, path: Path, source: YamlSource): Problem[] {
  const problems: Problem[] = [];
  const add = (at: Path, message: string, key = false) =>
    problems.push(source.problemAt([...path, ...at], message, { key }));
  if (raw.alert !== undefined && raw.record !== undefined)
    add(["record"], "a rule has either `alert` or `record`, and this one has both; keep one", true);
  if (raw.alert === undefined && raw.record === undefined)
    add([], "a rule needs a name: `alert: Name` or `record: name`");
  if (raw.alert === "") add(["alert"], "the alert's name is empty");
  if (raw.record !== undefined && !metricName.test(raw.record))
    add(["record"], `\`${raw.record}\` is not a metric's name; expected letters, digits, \`_\` and \`:\``);
  if (raw.record !== undefined && raw.alert === undefined)
    for (const key of ["for", "keep_firing_for", "annotations"] as const)
      if (raw[key] !== undefined && raw[key] !== null)
        add([key], `\`${key}\` is for alerts, and this rule records; remove it`, true);
  for (const key of Object.keys(raw.labels ?? {}))
    if (!labelName.test(key) || key === "__name__")
      add(["labels", key], `\`${key}\` is not a label's name that a rule may set`, true);
  const expr = String(raw.expr);
  for (const { offset, message } of parseExpr(expr).problems)
    problems.push(source.problemIn([...path, "expr"], offset, `not valid PromQL: ${message}`));
  return problems;
}
