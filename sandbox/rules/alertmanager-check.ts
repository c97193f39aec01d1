import type { Problem } from "../errors.ts";
import { nearest, suggestion } from "./nearest.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

/** The kinds of integrations of Alertmanager 0.34, without the `_configs` at their end. */
export const knownIntegrations = (
  "discord email incidentio jira mattermost msteams msteamsv2 opsgenie pagerduty pushover rocketchat slack sns telegram " +
  "victorops webex webhook wechat"
).split(" ");

type Raw = Readonly<Record<string, unknown>>;
const isMapping = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const nameOf = (value: unknown) => (isMapping(value) && typeof value["name"] === "string" ? value["name"] : undefined);

/** What the form of the file does not show: names that nothing bears or two bear, and what the root route may not have. */
export function checkAlertmanager(source: YamlSource): Problem[] {
  const root = isMapping(source.value) ? source.value : {};
  const receivers = namesIn(root, "receivers");
  const intervals = [...namesIn(root, "time_intervals"), ...namesIn(root, "mute_time_intervals")];
  const problems = [
    ...repeated(source, root, "receivers", "receiver"),
    ...repeated(source, root, "time_intervals", "time interval"),
    ...checkRoot(source, root["route"]),
    ...list(root["receivers"]).flatMap((one, index) => checkKinds(source, one, index)),
  ];
  const walk = (route: unknown, path: Path): void => {
    if (!isMapping(route)) return;
    const { receiver } = route;
    if (typeof receiver === "string" && !receivers.includes(receiver))
      problems.push(
        source.problemAt(
          [...path, "receiver"],
          `there is no receiver \`${receiver}\`${suggestion(receiver, receivers)}`,
        ),
      );
    for (const key of ["mute_time_intervals", "active_time_intervals"])
      for (const [index, name] of list(route[key]).entries())
        if (typeof name === "string" && !intervals.includes(name))
          problems.push(
            source.problemAt(
              [...path, key, index],
              `there is no time interval \`${name}\`${suggestion(name, intervals)}`,
            ),
          );
    for (const [index, child] of list(route["routes"]).entries()) walk(child, [...path, "routes", index]);
  };
  walk(root["route"], ["route"]);
  return problems;
}

function namesIn(root: Raw, key: string): string[] {
  return list(root[key]).flatMap((one) => nameOf(one) ?? []);
}

function repeated(source: YamlSource, root: Raw, key: string, what: string): Problem[] {
  const names = list(root[key]).map(nameOf);
  return names.flatMap((name, index) =>
    name !== undefined && names.indexOf(name) < index
      ? [
          source.problemAt(
            [key, index, "name"],
            `a ${what} \`${name}\` stands above already; give this one another name`,
          ),
        ]
      : [],
  );
}

/** A kind that is not known may be newer than this; one that differs by a letter is a mistake. */
function checkKinds(source: YamlSource, receiver: unknown, index: number): Problem[] {
  const known = ["name", ...knownIntegrations.map((kind) => `${kind}_configs`)];
  return Object.keys(isMapping(receiver) ? receiver : {}).flatMap((key) => {
    if (
      known.includes(key) ||
      (key.endsWith("_configs") && nearest(key.slice(0, -"_configs".length), knownIntegrations) === undefined)
    )
      return [];
    return [
      source.problemAt(["receivers", index, key], `unknown key \`${key}\`${suggestion(key, known)}`, { key: true }),
    ];
  });
}

function checkRoot(source: YamlSource, route: unknown): Problem[] {
  if (!isMapping(route)) return [];
  const problems: Problem[] = [];
  if (route["receiver"] === undefined)
    problems.push(
      source.problemAt(["route"], "the root route needs a receiver: it takes every alert that no other route takes", {
        key: true,
      }),
    );
  for (const key of ["match", "match_re", "matchers", "continue", "mute_time_intervals", "active_time_intervals"])
    if (route[key] !== undefined && route[key] !== false)
      problems.push(
        source.problemAt(
          ["route", key],
          `the root route takes every alert and can't have \`${key}\`; remove it, or move it to a route below`,
          { key: true },
        ),
      );
  return problems;
}
