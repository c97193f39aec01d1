import { describe, expect, test } from "vitest";
import { judge } from "../../../sandbox/drill/judge.ts";
import type { Journal } from "../../../sandbox/drill/journal.ts";
import { patternOf } from "../../../sandbox/drill/judge/template-pattern.ts";
import { changing } from "../../helpers/journals/recorded.ts";
import { played } from "../../helpers/journals/played.ts";

const spoken = {
  title: "HighErrorRate",
  text: "HighErrorRate, critical: 19.98% of the requests to bailbondpro-api failed.\nhttps://runbooks.example/errors",
};

/** A drill whose notifications say something; `but` changes what one receiver is told while it fires. */
function saying(words: { readonly receiver?: string; readonly title?: string; readonly text?: string } = {}): Journal {
  return changing(played(), (event) => {
    if (event.what !== "delivery") return event;
    if (event.status === "resolved")
      return { ...event, said: { title: "[RESOLVED] HighErrorRate", text: `[RESOLVED] ${spoken.text}` } };
    const { receiver, ...other } = words;
    return { ...event, said: receiver === event.receiver ? { ...spoken, ...other } : spoken };
  });
}
const content = (journal: Journal): string[] =>
  judge(journal).findings.flatMap(({ what, outcome, observed }) =>
    /was told/.test(what) ? [`${outcome}: ${what}: ${observed}`] : [],
  );

test("each receiver is judged on what it was told, and on whether it was told that it is over", () => {
  expect(judge(saying()).outcome).toBe("held");
  expect(content(saying())).toEqual(
    ["slack", "email", "pagerduty"].flatMap((receiver) => [
      `held: ${receiver} was told title, severity, value and runbook link of HighErrorRate: HighErrorRate`,
      `held: ${receiver} was told in words that HighErrorRate is resolved: [RESOLVED] HighErrorRate`,
    ]),
  );
});

test.each([
  ["title (HighErrorRate)", { title: "Something is wrong" }],
  ["severity (critical)", { text: spoken.text.replace("critical", "uncritically") }],
  ["value (", { text: spoken.text.replace("19.98%", "many") }],
  ["runbook link (https://runbooks.example/errors)", { text: spoken.text.replace("https", "http") }],
])("what lacks its %s deviates, for that receiver alone", (part, words) => {
  const told = content(saying({ receiver: "email", ...words }));
  expect(told.filter((line) => line.startsWith("deviated"))).toEqual([
    expect.stringContaining("email was told title, severity, value and runbook link of HighErrorRate: no " + part),
  ]);
});

test("a notice that does not say that it is over deviates", () => {
  const mute = changing(saying(), (event) =>
    event.what === "delivery" && event.receiver === "slack" && event.status === "resolved"
      ? { ...event, said: spoken }
      : event,
  );
  expect(content(mute).filter((line) => line.startsWith("deviated"))).toEqual([
    expect.stringMatching(/slack was told in words that HighErrorRate is resolved: no word of it in: HighErrorRate, /),
  ]);
});

test("what the rule does not say is not looked for; nor is anything where words are not known", () => {
  const bare = changing(saying(), (event) =>
    event.what === "rule" ? { ...event, labels: {}, annotations: { description: "It fails." } } : event,
  );
  expect(content(bare)[0]).toBe("held: slack was told title of HighErrorRate: HighErrorRate");
  expect(content(played())).toEqual([]);
});

describe("a template", () => {
  const filled = (template: string, text: string): boolean | undefined => patternOf(template)?.test(text);

  test("stands for anything that holds a number where its value is", () => {
    const template = "{{ $value | humanizePercentage }} of {{ $labels.job }} (5% is fine)";
    expect(filled(template, "So: 7.1% of the api (5% is fine).")).toBe(true);
    expect(filled(template, "So: much of the api (5% is fine).")).toBe(false);
    expect(filled(template, "7.1% of the api (6% is fine)")).toBe(false);
    expect(filled('{{ printf "%.1f" $value }}% used', "86.2% used")).toBe(true);
    expect(filled("slower than {{ $value | humanizeDuration }}!", "slower than 1m 2s!")).toBe(true);
  });

  test("without a value, or with conditions, stands for nothing", () => {
    expect(patternOf("{{ $labels.job }} fails")).toBeUndefined();
    expect(patternOf("{{ if gt $value 1.0 }}much{{ end }} of {{ $value }}")).toBeUndefined();
  });
});
