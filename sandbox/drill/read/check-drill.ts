import { z } from "zod";
import type { Problem } from "../../errors.ts";
import { suggestion } from "../../rules/nearest.ts";
import type { Rule } from "../../rules/rule-file.ts";
import type { Path, YamlSource } from "../../rules/yaml-source.ts";
import { isUnderTest, neverFires } from "../drill.ts";
import type { Drill } from "../drill.ts";

/** The names that a drill may use. Undefined: the file that would say so is itself wrong. */
export interface Names {
  readonly alerts: readonly string[] | undefined;
  /** The rules of those alerts. */
  readonly rules: readonly Rule[] | undefined;
  readonly loads: readonly string[];
  /** Of these loads, those that no drill can use, with the reason. */
  readonly unfitLoads: ReadonlyMap<string, string>;
  /** Those that can't come on top of one. */
  readonly unfitSurges: ReadonlyMap<string, string>;
  /** Patterns of the API's routes that a fault can hit. */
  readonly routes: readonly string[];
  readonly receivers: readonly string[] | undefined;
  /** Services that are scraped, or that one that is scraped stands on: a fault in them would be seen. */
  readonly services: readonly string[] | undefined;
}

/**
 * What a drill names and the fixtures do not have, from the file as it stands, so that a mistake elsewhere in it hides
 * nothing; and, of a drill that could be read, expectations that exclude each other. Pure.
 */
export function checkDrill(source: YamlSource, drill: Drill | undefined, names: Names): Problem[] {
  return [
    ...unknownNames(source, names),
    ...(drill ? [...unknownLabels(drill, source, names), ...contradictions(drill, source)] : []),
  ];
}

const name = z.string().optional().catch(undefined);
const list = z.array(name).catch([]);
const onRoute = z.object({ route: name }).catch({});
/** Only the names, wherever they are legible. */
const legible = z.object({
  load: name,
  surge: z.object({ load: name }).catch({}),
  alert: name,
  fault: z
    .object({
      down: z.object({ service: name }).catch({}),
      "http-error": onRoute,
      latency: onRoute,
    })
    .catch({ down: {}, "http-error": {}, latency: {} }),
  expect: z
    .object({
      delivered: z.object({ to: list }).catch({ to: [] }),
      others: z.object({ firing: list, notified: list }).catch({ firing: [], notified: [] }),
    })
    .catch({ delivered: { to: [] }, others: { firing: [], notified: [] } }),
});

function unknownNames(
  source: YamlSource,
  { alerts, loads, unfitLoads, unfitSurges, receivers, routes, services }: Names,
): Problem[] {
  const read = legible.safeParse(source.value);
  if (!read.success || source.problems.length > 0) return [];
  const { load, surge, alert, fault, expect } = read.data;
  const known = (what: string, one: string | undefined, all: readonly string[] | undefined, path: Path): Problem[] =>
    one === undefined || all === undefined || all.includes(one)
      ? []
      : [source.problemAt(path, `unknown ${what} \`${one}\`${suggestion(one, all)}`)];
  const each = (what: string, some: readonly (string | undefined)[], all: readonly string[] | undefined, path: Path) =>
    some.flatMap((one, i) => known(what, one, all, [...path, i]));
  return [
    ...wrongLoad(load, "load for a drill", loads, unfitLoads, source, ["load"]),
    ...wrongLoad(surge.load, "load for a surge", loads, unfitSurges, source, ["surge", "load"]),
    ...known("alert", alert, alerts, ["alert"]),
    ...each("receiver", expect.delivered.to, receivers, ["expect", "delivered", "to"]),
    ...each("alert", expect.others.firing, alerts, ["expect", "others", "firing"]),
    ...each("alert", expect.others.notified, alerts, ["expect", "others", "notified"]),
    ...known("service", fault.down.service, services, ["fault", "down", "service"]),
    ...(["http-error", "latency"] as const).flatMap((kind) =>
      known("route", fault[kind].route, routes, ["fault", kind, "route"]),
    ),
  ];
}

function wrongLoad(
  load: string | undefined,
  what: string,
  loads: readonly string[],
  unfit: ReadonlyMap<string, string>,
  source: YamlSource,
  path: Path,
): Problem[] {
  if (load === undefined) return [];
  const reason = unfit.get(load);
  if (reason !== undefined) return [source.problemAt(path, `\`${load}\` is no ${what}: ${reason}`)];
  if (loads.includes(load)) return [];
  const fit = loads.filter((one) => !unfit.has(one));
  return [source.problemAt(path, `unknown load profile \`${load}\`${suggestion(load, fit)}`)];
}

/** Labels by which no rule of the alert's name is found. */
function unknownLabels({ alert, labels }: Drill, source: YamlSource, { rules }: Names): Problem[] {
  if (alert === undefined || labels === undefined) return [];
  const alike = rules?.filter((rule) => rule.kind === "alert" && rule.name === alert) ?? [];
  if (alike.length === 0 || alike.some((rule) => isUnderTest({ alert, labels }, rule))) return [];
  const there = alike.map((rule) => shownLabels(rule.labels)).join(" and ");
  return [source.problemAt(["labels"], `no rule of ${alert} has ${shownLabels(labels)}; there are ${there}`)];
}

function shownLabels(labels: Readonly<Record<string, string>>): string {
  return `{${Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(", ")}}`;
}

function contradictions({ alert, labels, fault, watch, expect }: Drill, source: YamlSource): Problem[] {
  const problems: Problem[] = [];
  const at = (path: Path, message: string): void => void problems.push(source.problemAt(path, message, { key: true }));
  if (labels !== undefined && alert === undefined)
    at(["labels"], "`labels` are of the alert under test, and this drill names none; add `alert: NAME`");
  for (const key of ["pending", "firing", "delivered", "resolved", "resolved-notice"] as const) {
    if (expect[key] === undefined) continue;
    const path = ["expect", key];
    const afterLift = key === "resolved" || key === "resolved-notice";
    if (alert === undefined) at(path, `\`${key}\` is about an alert, and this drill names none; add \`alert: NAME\``);
    if (afterLift && !fault)
      at(path, `\`${key}\` counts from when the fault is lifted, and this drill has none; remove it`);
    if ((afterLift || key === "delivered") && neverFires(expect)) {
      const never = expect.pending === "never" ? "pending" : "firing";
      at(path, `\`${key}\` can't come true where \`${never}\` is never; remove one of the two`);
    }
  }
  if (expect.pending === "never" && typeof expect.firing === "object")
    at(["expect", "firing"], "`firing` can't come true where `pending` is never; remove one of the two");
  if (alert !== undefined && ["pending", "firing", "delivered"].every((key) => !(key in expect))) {
    at(["expect"], `nothing is expected of ${alert}; expected at least one of pending, firing, delivered`);
  }
  if (expect.others !== "none") {
    const { firing, notified } = expect.others;
    const others = { firing, notified: notified === "none" ? [] : notified };
    for (const key of ["firing", "notified"] as const) {
      for (const [i, other] of others[key].entries()) {
        const path = ["expect", "others", key, i];
        if (other === alert) at(path, `\`${other}\` is the alert under test; only other alerts are expected here`);
        else if (!firing.includes(other)) at(path, `\`${other}\` can't notify without firing; add it to \`firing\``);
      }
    }
  }
  // Without one of these there is nothing to wait for, and the drill would end before it has seen anything.
  const waits = watch !== undefined || fault?.lasts !== undefined || fault?.repeat !== undefined;
  if (alert === undefined && !waits) {
    const without = fault ? "without an alert" : "with neither alert nor fault";
    at(["expect"], `a drill ${without} says how long to look on; add \`watch: 15m\``);
  } else if (neverFires(expect) && !fault && !waits) {
    at(
      ["expect", expect.pending === "never" ? "pending" : "firing"],
      "`never` without a fault says how long to look on; add `watch: 15m`",
    );
  }
  return problems;
}
