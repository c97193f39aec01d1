import { eventsOf } from "../journal.ts";
import type { EventOf, Journal, TestedRule } from "../journal.ts";
import type { Finding } from "../verdict.ts";
import { clockOf } from "./clock.ts";
import { patternOf } from "./template-pattern.ts";

/**
 * What those who should be told were told of the alert under test: its name as the title, how severe it is, its value in
 * the sentence that the rule has for it, and the runbook's address, as far as the rule has them; and, when it was over,
 * that it is. A receiver that the inbox stands for without knowing its words is not judged.
 */
export function judgeContent(journal: Journal): Finding[] {
  const { alert, expect } = journal.drill;
  const rule = eventsOf(journal, "rule").find(({ kind, name }) => kind === "alert" && name === alert);
  if (!rule || !expect.delivered) return [];
  const { onset } = clockOf(journal);
  const since = onset ? onset.at - onset.bracketMs : 0;
  const told = eventsOf(journal, "delivery").filter((event) => event.alert === rule.name && event.at >= since);
  return expect.delivered.to.flatMap((receiver) => {
    const own = told.filter((event) => event.receiver === receiver && event.said !== undefined);
    const first = own.find((event) => event.status === "firing");
    const last = own.findLast((event) => event.status === "resolved");
    return [
      ...(first ? [judgeWords(rule, receiver, first)] : []),
      ...(last && expect["resolved-notice"] ? [judgeResolved(rule.name, receiver, last)] : []),
    ];
  });
}

interface Part {
  readonly name: string;
  /** What it should have been. */
  readonly wanted: string;
  readonly there: boolean;
}

function judgeWords(rule: TestedRule, receiver: string, { said }: EventOf<"delivery">): Finding {
  const { title = "", text = "" } = said ?? {};
  const { severity } = rule.labels;
  const { runbook_url: runbook, description, summary } = rule.annotations;
  const spoken = [description, summary].find((words) => words !== undefined && patternOf(words) !== undefined);
  const value = spoken === undefined ? undefined : patternOf(spoken);
  const parts: Part[] = [
    { name: "title", wanted: rule.name, there: title.includes(rule.name) },
    ...(severity === undefined ? [] : [{ name: "severity", wanted: severity, there: wordIn(text, severity) }]),
    ...(value === undefined ? [] : [{ name: "value", wanted: spoken ?? "", there: value.test(oneLine(text)) }]),
    ...(runbook === undefined ? [] : [{ name: "runbook link", wanted: runbook, there: text.includes(runbook) }]),
  ];
  const missing = parts.filter((part) => !part.there);
  return {
    what: `${receiver} was told ${listed(parts.map(({ name }) => name))} of ${rule.name}`,
    outcome: missing.length === 0 ? "held" : "deviated",
    observed:
      missing.length === 0
        ? shortened(title)
        : `${missing.map(({ name, wanted }) => `no ${name} (${wanted})`).join(", ")} in: ${shortened(text)}`,
  };
}

function judgeResolved(alert: string, receiver: string, { said }: EventOf<"delivery">): Finding {
  const { title = "", text = "" } = said ?? {};
  const told = /\bresolved?\b/i.test(`${title}\n${text}`);
  return {
    what: `${receiver} was told in words that ${alert} is resolved`,
    outcome: told ? "held" : "deviated",
    observed: told ? shortened(title) : `no word of it in: ${shortened(text)}`,
  };
}

function wordIn(text: string, word: string): boolean {
  return new RegExp(`(^|\\W)${word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(\\W|$)`, "i").test(text);
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function shortened(text: string): string {
  const line = oneLine(text);
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
