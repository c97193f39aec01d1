import { z } from "zod";
import type { Problem } from "../errors.ts";
import { parseDuration } from "./duration.ts";
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
  /** Where `groups` stands: at the top, or in a PrometheusRule's `spec`. */
  readonly root: Path;
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
/** As Prometheus' operator for Kubernetes has it, which may have a word to say to Thanos. */
const resourceGroup = group.extend({ partial_response_strategy: z.string().optional() });
const resourceSchema = z.object({
  apiVersion: z.string(),
  kind: z.literal("PrometheusRule"),
  spec: z.strictObject({ groups: z.array(resourceGroup).nullish() }),
});

/** Prometheus' rules as they stand, before it is known whether their form is right: a mistake hides no other. */
type Raw = Readonly<Record<string, unknown>>;

/**
 * As `readRuleFile`; or the rules of a PrometheusRule, the custom resource of Prometheus' operator for Kubernetes.
 * `source`: the file, where it was read before.
 */
export function readRules(file: string, text: string, source: YamlSource = readYaml(file, text)): RuleFile {
  const resource = isMapping(source.value) && source.value["kind"] === "PrometheusRule";
  return resource ? rulesOf(source, ["spec"], resourceSchema) : rulesOf(source, [], schema);
}

/**
 * Reads a rule file of Prometheus. Never throws. What is wrong in one place hides neither the rules nor the mistakes of
 * another: `groups` holds whatever has a recognisable form.
 */
export function readRuleFile(file: string, text: string): RuleFile {
  return rulesOf(readYaml(file, text), [], schema);
}

function rulesOf(source: YamlSource, root: Path, form: z.ZodType): RuleFile {
  const { file, text } = source;
  const { problems } = validate(source, form);
  if (source.problems.length > 0) return { file, text, source, root, groups: [], problems };
  const owner = root.reduce<unknown>((value, key) => (isMapping(value) ? value[key] : undefined), source.value);
  const raw = mappings(isMapping(owner) ? owner["groups"] : undefined);
  const groups = raw.map((one, index) => groupOf(one, [...root, "groups", index], source));
  const deeper = raw.flatMap((one, g) =>
    mappings(one["rules"]).flatMap((each, r) => checkRule(each, [...root, "groups", g, "rules", r], source)),
  );
  return { file, text, source, root, groups, problems: [...problems, ...repeated(raw, root, source), ...deeper] };
}

const isMapping = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const mappings = (value: unknown): Raw[] =>
  Array.isArray(value) ? value.map((one: unknown) => (isMapping(one) ? one : {})) : [];
const textOf = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : undefined);
const msOf = (value: unknown) => parseDuration(textOf(value) ?? "");

function groupOf(raw: Raw, path: Path, source: YamlSource): RuleGroup {
  const intervalMs = msOf(raw["interval"]);
  const queryOffsetMs = msOf(raw["query_offset"]);
  return {
    name: textOf(raw["name"]) ?? "",
    file: source.file,
    ...(intervalMs === undefined ? {} : { intervalMs }),
    ...(queryOffsetMs === undefined ? {} : { queryOffsetMs }),
    rules: mappings(raw["rules"]).map((one, r) => ruleOf(one, raw, path, r, source)),
  };
}

function ruleOf(raw: Raw, owner: Raw, path: Path, index: number, source: YamlSource): Rule {
  const here = [...path, "rules", index];
  const kind = raw["alert"] === undefined && raw["record"] !== undefined ? "record" : "alert";
  return {
    kind,
    name: textOf(raw[kind]) ?? "",
    expr: textOf(raw["expr"]) ?? "",
    forMs: msOf(raw["for"]) ?? 0,
    keepFiringForMs: msOf(raw["keep_firing_for"]) ?? 0,
    labels: {
      ...written(owner["labels"], [...path, "labels"], source),
      ...written(raw["labels"], [...here, "labels"], source),
    },
    annotations: written(raw["annotations"], [...here, "annotations"], source),
    group: textOf(owner["name"]) ?? "",
    file: source.file,
    ...source.place([...here, kind]),
  };
}

function written(raw: unknown, path: Path, source: YamlSource): Record<string, string> {
  if (!isMapping(raw)) return {};
  const text = ([key, value]: [string, unknown]) =>
    typeof value === "string" ? value : (source.written([...path, key]) ?? String(value));
  return Object.fromEntries(Object.entries(raw).map((entry) => [entry[0], text(entry)]));
}

function repeated(groups: readonly Raw[], root: Path, source: YamlSource): Problem[] {
  return groups.flatMap((one, index) => {
    const name = textOf(one["name"]);
    if (name === undefined || groups.findIndex((other) => textOf(other["name"]) === name) === index) return [];
    const message = `a group \`${name}\` stands above already; give this one another name`;
    return [source.problemAt([...root, "groups", index, "name"], message)];
  });
}

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

function checkRule(raw: Raw, path: Path, source: YamlSource): Problem[] {
  const problems: Problem[] = [];
  const add = (at: Path, message: string, key = false) =>
    problems.push(source.problemAt([...path, ...at], message, { key }));
  const { alert, record } = raw;
  if (alert !== undefined && record !== undefined)
    add(["record"], "a rule has either `alert` or `record`, and this one has both; keep one", true);
  if (alert === undefined && record === undefined) add([], "a rule needs a name: `alert: Name` or `record: name`");
  if (alert === "") add(["alert"], "the alert's name is empty");
  if (typeof record === "string" && !metricName.test(record))
    add(["record"], `\`${record}\` is not a metric's name; expected letters, digits, \`_\` and \`:\``);
  if (record !== undefined && alert === undefined)
    for (const key of ["for", "keep_firing_for", "annotations"] as const)
      if (raw[key] !== undefined) add([key], `\`${key}\` is for alerts, and this rule records; remove it`, true);
  for (const key of Object.keys(isMapping(raw["labels"]) ? raw["labels"] : {}))
    if (!labelName.test(key) || key === "__name__")
      add(["labels", key], `\`${key}\` is not a label's name that a rule may set`, true);
  const expr = textOf(raw["expr"]);
  for (const { offset, message } of expr === undefined ? [] : parseExpr(expr).problems)
    problems.push(source.problemIn([...path, "expr"], offset, `not valid PromQL: ${message}`));
  return problems;
}
