import { z } from "zod";
import type { Problem } from "../errors.ts";
import { checkAlertmanager, knownIntegrations } from "./alertmanager-check.ts";
import { type LabelMatcher, matches, parseMatchers } from "./matchers.ts";
import { regexProblem } from "./regex-problem.ts";
import { durationMs, validate } from "./validate.ts";
import { readYaml, type YamlSource } from "./yaml-source.ts";

export interface Route {
  /** Its own or its parent's. */
  readonly receiver: string;
  readonly matchers: readonly LabelMatcher[];
  readonly continue: boolean;
  readonly groupBy: readonly string[];
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
  readonly routes: readonly Route[];
}

/** One way in which a receiver is told: `{ kind: "slack", config: {…} }`, of `slack_configs`. */
export interface Integration {
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface Receiver {
  readonly name: string;
  readonly integrations: readonly Integration[];
}

export interface InhibitRule {
  readonly source: readonly LabelMatcher[];
  readonly target: readonly LabelMatcher[];
  readonly equal: readonly string[];
}

export interface AlertmanagerConfig {
  readonly route: Route;
  readonly receivers: readonly Receiver[];
  readonly inhibitRules: readonly InhibitRule[];
  /** By name, as they stand in the file; of both kinds. */
  readonly timeIntervals: ReadonlyMap<string, unknown>;
  /** The whole file as it stands. */
  readonly raw: Readonly<Record<string, unknown>>;
}

const anything = z.unknown().optional();
const text = z.union([z.string(), z.number(), z.boolean()], { error: "expected text" }).transform(String);
const pairs = z.record(z.string(), text).nullish();
const regular = text.superRefine((one, context) => {
  const why = regexProblem(one);
  if (why !== undefined) context.addIssue({ code: "custom", message: `the regular expression \`${one}\` ${why}` });
});
const regularPairs = z.record(z.string(), regular).nullish();
const matchers = z
  .array(
    z.string().superRefine((one, context) => {
      const parsed = parseMatchers(one);
      if ("wrong" in parsed) context.addIssue({ code: "custom", message: parsed.wrong });
    }),
  )
  .nullish();
const names = z.array(z.string()).nullish();

const route = z.strictObject({
  receiver: z.string().optional(),
  group_by: names,
  continue: z.boolean().optional(),
  match: pairs,
  match_re: regularPairs,
  matchers,
  group_wait: durationMs.optional(),
  group_interval: durationMs.refine((ms) => ms > 0, { error: "expected a duration above 0 such as 5m" }).optional(),
  repeat_interval: durationMs.refine((ms) => ms > 0, { error: "expected a duration above 0 such as 4h" }).optional(),
  mute_time_intervals: names,
  active_time_intervals: names,
  get routes() {
    return z.array(route).nullish();
  },
});

const integration = z.array(z.record(z.string(), z.unknown())).nullish();
// Kinds that are not known are kept; checkAlertmanager tells them from slips of the pen.
const receiver = z.looseObject({
  name: z.string().min(1),
  ...Object.fromEntries(knownIntegrations.map((kind) => [`${kind}_configs`, integration])),
});
const interval = z.strictObject({ name: z.string().min(1), time_intervals: anything });

const schema = z.strictObject({
  global: z.looseObject({ resolve_timeout: durationMs.optional() }).nullish(),
  templates: names,
  route,
  receivers: z.array(receiver).nullish(),
  inhibit_rules: z
    .array(
      z.strictObject({
        name: z.string().optional(),
        source_matchers: matchers,
        target_matchers: matchers,
        source_match: pairs,
        target_match: pairs,
        source_match_re: regularPairs,
        target_match_re: regularPairs,
        equal: names,
      }),
    )
    .nullish(),
  time_intervals: z.array(interval).nullish(),
  mute_time_intervals: z.array(interval).nullish(),
  tracing: anything,
});

type RawRoute = z.output<typeof route>;
type RawConfig = z.output<typeof schema>;

export interface ReadAlertmanagerConfig {
  /** Undefined where anything is wrong. */
  readonly config: AlertmanagerConfig | undefined;
  readonly source: YamlSource;
  readonly problems: readonly Problem[];
}

/** Reads an `alertmanager.yml` with Alertmanager's own defaults. Never throws. */
export function readAlertmanagerConfig(file: string, content: string): ReadAlertmanagerConfig {
  const source = readYaml(file, content);
  const { value, problems } = validate(source, schema);
  const all = [...problems, ...(source.problems.length > 0 ? [] : checkAlertmanager(source))];
  return { config: value && all.length === 0 ? interpret(value, source) : undefined, source, problems: all };
}

const rootDefaults = {
  receiver: "",
  groupBy: [],
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  repeatIntervalMs: 14_400_000,
};

function interpret(value: RawConfig, source: YamlSource): AlertmanagerConfig {
  const raw = source.value as Readonly<Record<string, unknown>>;
  return {
    route: routeFrom(value.route, rootDefaults),
    receivers: (value.receivers ?? []).map((one) => ({
      name: one.name,
      integrations: Object.entries(one).flatMap(([key, configs]) =>
        Array.isArray(configs) ? configs.map((config) => ({ kind: key.replace(/_configs$/, ""), config })) : [],
      ),
    })),
    inhibitRules: (value.inhibit_rules ?? []).map((one) => ({
      source: allMatchers(one.source_matchers, one.source_match, one.source_match_re),
      target: allMatchers(one.target_matchers, one.target_match, one.target_match_re),
      equal: one.equal ?? [],
    })),
    timeIntervals: new Map(
      [...(value.time_intervals ?? []), ...(value.mute_time_intervals ?? [])].map((one) => [
        one.name,
        one.time_intervals,
      ]),
    ),
    raw,
  };
}

type Inherited = Pick<Route, "receiver" | "groupBy" | "groupWaitMs" | "groupIntervalMs" | "repeatIntervalMs">;

function routeFrom(raw: RawRoute, parent: Inherited): Route {
  const own: Inherited = {
    receiver: raw.receiver ?? parent.receiver,
    groupBy: raw.group_by ?? parent.groupBy,
    groupWaitMs: raw.group_wait ?? parent.groupWaitMs,
    groupIntervalMs: raw.group_interval ?? parent.groupIntervalMs,
    repeatIntervalMs: raw.repeat_interval ?? parent.repeatIntervalMs,
  };
  return {
    ...own,
    matchers: allMatchers(raw.matchers, raw.match, raw.match_re),
    continue: raw.continue ?? false,
    muteTimeIntervals: raw.mute_time_intervals ?? [],
    activeTimeIntervals: raw.active_time_intervals ?? [],
    routes: (raw.routes ?? []).map((child) => routeFrom(child, own)),
  };
}

type Pairs = Readonly<Record<string, string>> | null | undefined;

function allMatchers(written: readonly string[] | null | undefined, equal: Pairs, regular: Pairs): LabelMatcher[] {
  const parsed = (written ?? []).map(parseMatchers).flatMap((one) => ("matchers" in one ? one.matchers : []));
  const old = (pairsOf: Pairs, op: LabelMatcher["op"]) =>
    Object.entries(pairsOf ?? {}).map(([label, value]) => ({ label, op, value }));
  return [...old(equal, "="), ...old(regular, "=~"), ...parsed];
}

/** The routes that an alert with these labels takes, in order: children first, and a route's own receiver where none of them matches. */
export function routesOf(config: AlertmanagerConfig, labels: Readonly<Record<string, string>>): Route[] {
  return taken(config.route, labels);
}

/** The receivers that an alert with these labels reaches, each once. */
export function routeOf(config: AlertmanagerConfig, labels: Readonly<Record<string, string>>): string[] {
  return [...new Set(routesOf(config, labels).map((one) => one.receiver))];
}

function taken(from: Route, labels: Readonly<Record<string, string>>): Route[] {
  if (!from.matchers.every((matcher) => matches(matcher, labels))) return [];
  const found: Route[] = [];
  for (const child of from.routes) {
    const below = taken(child, labels);
    found.push(...below);
    if (below.length > 0 && !child.continue) break;
  }
  return found.length > 0 ? found : [from];
}
