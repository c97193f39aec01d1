import type { Problem } from "../errors.ts";
import { suggestion } from "../rules/nearest.ts";
import type { Path, YamlSource } from "../rules/yaml-source.ts";
import type { Drill } from "./drill.ts";

/** The names that a drill may use. Undefined: the file that would say so is itself wrong. */
export interface Names {
  readonly alerts: readonly string[];
  readonly loads: readonly string[];
  /** Patterns of the API's routes that a fault can hit. */
  readonly routes: readonly string[];
  readonly receivers: readonly string[] | undefined;
  /** Services that are scraped, so that a fault in them would be seen. */
  readonly services: readonly string[] | undefined;
}

/** What a drill names and the fixtures do not have, and expectations that exclude each other. Pure. */
export function checkDrill(drill: Drill, names: Names, source: YamlSource): Problem[] {
  const problems: Problem[] = [];
  const known = (what: string, name: string, all: readonly string[] | undefined, path: Path): void => {
    if (all === undefined || all.includes(name)) return;
    problems.push(source.problemAt(path, `unknown ${what} \`${name}\`${suggestion(name, all)}`));
  };
  const { alert, fault, expect } = drill;
  known("load profile", drill.load, names.loads, ["load"]);
  if (alert !== undefined) known("alert", alert, names.alerts, ["alert"]);
  for (const [i, receiver] of (expect.delivered?.to ?? []).entries()) {
    known("receiver", receiver, names.receivers, ["expect", "delivered", "to", i]);
  }
  if (expect.others !== "none") {
    const { firing, notified } = expect.others;
    for (const [i, other] of firing.entries()) known("alert", other, names.alerts, ["expect", "others", "firing", i]);
    for (const [i, other] of (notified === "none" ? [] : notified).entries()) {
      known("alert", other, names.alerts, ["expect", "others", "notified", i]);
    }
  }
  if (fault?.kind === "down") known("service", fault.service, names.services, ["fault", "down", "service"]);
  if (fault?.kind === "http-error" && fault.route !== undefined) {
    known("route", fault.route, names.routes, ["fault", "http-error", "route"]);
  }
  return [...problems, ...contradictions(drill, source)];
}

function contradictions({ alert, fault, watch, expect }: Drill, source: YamlSource): Problem[] {
  const problems: Problem[] = [];
  const at = (path: Path, message: string): void => void problems.push(source.problemAt(path, message, { key: true }));
  for (const key of ["pending", "firing", "delivered", "resolved", "resolved-notice"] as const) {
    if (expect[key] === undefined) continue;
    const path = ["expect", key];
    const afterLift = key === "resolved" || key === "resolved-notice";
    if (alert === undefined) at(path, `\`${key}\` is about an alert, and this drill names none; add \`alert: NAME\``);
    if (afterLift && !fault)
      at(path, `\`${key}\` counts from when the fault is lifted, and this drill has none; remove it`);
    if ((afterLift || key === "delivered") && expect.firing === "never") {
      at(path, `\`${key}\` can't come true where \`firing\` is never; remove one of the two`);
    }
  }
  if (alert !== undefined && ["pending", "firing", "delivered"].every((key) => !(key in expect))) {
    at(["expect"], `nothing is expected of ${alert}; expected at least one of pending, firing, delivered`);
  }
  if (alert === undefined && !fault && watch === undefined) {
    at(["expect"], "a drill with neither alert nor fault says how long to look on; add `watch: 15m`");
  }
  return problems;
}
