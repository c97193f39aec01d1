import { z } from "zod";
import type { Problem } from "../errors.ts";
import { validate } from "../rules/validate.ts";
import type { Path, YamlSource } from "../rules/yaml-source.ts";
import type { Buckets } from "../rules/buckets.ts";
import { checkQuery } from "./indicator.ts";
import { labelProblems, nameRule, objectiveProblem } from "./parts.ts";
import { reachOf } from "./reach.ts";
import type { FoundSlo, ReadDocument } from "./read-slos.ts";
import type { Slo, SloAlert } from "./slo.ts";

const texts = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()], { error: "expected text" }))
  .nullish();
const name = z
  .string("expected a name")
  .regex(nameRule, "expected letters, digits, `.`, `_` and `-`, a letter or digit at either end");
const query = z.string("expected a query of PromQL").min(1, "expected a query of PromQL");
const plugins = z
  .undefined("plugins are programs that only Sloth runs; write the query that they give as `sli.raw` or `sli.events`")
  .optional();
const alert = z.strictObject({ disable: z.boolean().optional(), labels: texts, annotations: texts }).nullish();

const schema = z.strictObject({
  version: z.literal("prometheus/v1"),
  service: name,
  labels: texts,
  slo_plugins: plugins,
  slos: z
    .array(
      z.strictObject({
        name,
        description: z.string().optional(),
        objective: z.number("expected per cent, such as 99.9"),
        labels: texts,
        plugins,
        sli: z.strictObject({
          events: z.strictObject({ error_query: query, total_query: query }).optional(),
          raw: z.strictObject({ error_ratio_query: query }).optional(),
          plugin: plugins,
        }),
        alerting: z
          .strictObject({
            name: z.string().optional(),
            labels: texts,
            annotations: texts,
            page_alert: alert,
            ticket_alert: alert,
          })
          .nullish(),
      }),
    )
    .min(1, "expected at least one objective"),
});

type Spec = z.infer<typeof schema>;
type SpecSlo = Spec["slos"][number];
type Texts = z.infer<typeof texts>;

/** Reads one document of Sloth's own format. Every problem of form comes first: what follows is said of a document that has one. */
export function readSloth(
  source: YamlSource,
  { periodMs, buckets }: { readonly periodMs: number; readonly buckets: Buckets | undefined },
): ReadDocument {
  const { value, problems } = validate(source, schema);
  // What is wrong inside queries and numbers is worth saying although something else is wrong in the same file.
  const deeper = legibleSlos(source).map((raw, i) => checkSlo(source, ["slos", i], raw, buckets));
  const all = [...problems, ...labelProblems(source, ["labels"]), ...deeper.flatMap((one) => one.problems)];
  const notes = deeper.flatMap((one) => one.notes);
  if (!value || all.length > 0) return { found: [], problems: all, notes };
  const found = value.slos.map((one, i): FoundSlo => ({
    slo: sloOf(source, value, one, i, periodMs),
    nameAt: source.problemAt(["slos", i, "name"], ""),
  }));
  const reached = found.map((one, i) => unreachable(source, ["slos", i], one.slo));
  return {
    found,
    problems: reached.flatMap((one) => one.problems),
    notes: [...notes, ...reached.flatMap((one) => one.notes)],
  };
}

type Raw = Readonly<Record<string, unknown>>;
const isMapping = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const mapping = (value: unknown): Raw => (isMapping(value) ? value : {});

function legibleSlos(source: YamlSource): Raw[] {
  const slos = mapping(source.value)["slos"];
  return Array.isArray(slos) ? slos.map(mapping) : [];
}

interface Checked {
  readonly problems: readonly Problem[];
  readonly notes: readonly Problem[];
}

function checkSlo(source: YamlSource, path: Path, raw: Raw, buckets: Buckets | undefined): Checked {
  const problems: Problem[] = [];
  const notes: Problem[] = [];
  const { sli, alerting, objective } = raw;
  const wrong = typeof objective === "number" ? objectiveProblem(objective, "percent") : undefined;
  if (wrong !== undefined) problems.push(source.problemAt([...path, "objective"], wrong));
  problems.push(...labelProblems(source, [...path, "labels"]));
  const { events, raw: ratio } = mapping(sli);
  if (isMapping(sli) && sli["plugin"] === undefined && (events === undefined) === (ratio === undefined)) {
    const found = events === undefined ? "neither" : "both";
    problems.push(
      source.problemAt([...path, "sli"], `an indicator is either \`events\` or \`raw\`, and this has ${found}`, {
        key: true,
      }),
    );
  }
  const { error_query: error, total_query: total } = mapping(events);
  const queries = [
    [["sli", "events", "error_query"], error],
    [["sli", "events", "total_query"], total],
    [["sli", "raw", "error_ratio_query"], mapping(ratio)["error_ratio_query"]],
  ] as const;
  for (const [where, one] of queries) {
    if (typeof one !== "string" || one === "") continue;
    const checked = checkQuery(source, [...path, ...where], one, buckets);
    problems.push(...checked.problems);
    notes.push(...checked.notes);
  }
  if (typeof error === "string" && error === total)
    problems.push(
      source.problemAt(
        [...path, "sli", "events", "error_query"],
        "the bad events are the same as all events; select the bad ones",
      ),
    );
  const alerts = mapping(alerting);
  const off = (key: string): boolean => mapping(alerts[key])["disable"] === true;
  if (!(off("page_alert") && off("ticket_alert")) && (alerts["name"] ?? "") === "")
    problems.push(
      source.problemAt(
        [...path, "alerting", "name"],
        "`alerting.name` is missing; expected the alerts' name, or `disable: true` for both",
        { key: true },
      ),
    );
  for (const where of [["labels"], ["page_alert", "labels"], ["ticket_alert", "labels"]])
    problems.push(...labelProblems(source, [...path, "alerting", ...where]));
  return { problems, notes };
}

/** Of an alert that no outage could make fire. */
function unreachable(source: YamlSource, path: Path, slo: Slo): Checked {
  const problems: Problem[] = [];
  const notes: Problem[] = [];
  for (const severity of ["page", "ticket"] as const) {
    if (!slo[severity]) continue;
    const { never, hopeless } = reachOf(slo, severity);
    const at = (message: string): Problem => source.problemAt([...path, "objective"], message);
    if (hopeless)
      problems.push(
        at(
          `the ${severity} can never fire: ${never.join("; ")}; set \`${severity}_alert: { disable: true }\`, or another objective`,
        ),
      );
    else notes.push(...never.map(at));
  }
  return { problems, notes };
}

function sloOf(source: YamlSource, spec: Spec, one: SpecSlo, index: number, periodMs: number): Slo {
  const at: Path = ["slos", index];
  const read = (path: Path, given: Texts): Record<string, string> => written(source, path, given);
  const { events, raw } = one.sli;
  const alertOf = (key: "page_alert" | "ticket_alert"): SloAlert | null => {
    const own = one.alerting?.[key];
    if (own?.disable === true) return null;
    const path = [...at, "alerting"];
    return {
      name: one.alerting?.name ?? "",
      labels: { ...read([...path, "labels"], one.alerting?.labels), ...read([...path, key, "labels"], own?.labels) },
      annotations: {
        ...read([...path, "annotations"], one.alerting?.annotations),
        ...read([...path, key, "annotations"], own?.annotations),
      },
    };
  };
  return {
    id: `${spec.service}-${one.name}`,
    service: spec.service,
    name: one.name,
    objective: one.objective,
    periodMs,
    labels: { ...read(["labels"], spec.labels), ...read([...at, "labels"], one.labels) },
    sli: events
      ? { kind: "events", error: events.error_query, total: events.total_query }
      : { kind: "raw", errorRatio: raw?.error_ratio_query ?? "" },
    page: alertOf("page_alert"),
    ticket: alertOf("ticket_alert"),
    spec: "prometheus/v1",
  };
}

/** As text, whatever YAML takes `true` or `1.0` for. */
function written(source: YamlSource, path: Path, given: Texts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given ?? {}).map(([key, value]) => [
      key,
      typeof value === "string" ? value : (source.written([...path, key]) ?? String(value)),
    ]),
  );
}
