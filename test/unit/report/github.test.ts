import { expect, test } from "vitest";
import { renderAnnotations } from "../../../sandbox/report/github.ts";
import { held, hopeless, inconclusive } from "./verdicts.ts";

const here = { root: "/repo", cwd: "/repo" };

test("what deviated is an error at the alert in its rule file, with every reason", () => {
  expect(renderAnnotations([hopeless], here)).toBe(
    "::error file=fixtures/prometheus/rules/bailbondpro.yml,line=5,col=16," +
      "title=HighErrorRate deviated%3A One request in five fails" +
      "::HighErrorRate can fire: can never fire: nothing exports error_rate; did you mean `http_errors_total`?" +
      "%0A(drill as-written)\n",
  );
});

test("what is inconclusive is a warning", () => {
  expect(renderAnnotations([inconclusive], here)).toMatch(
    /^::warning file=.*::the fault took effect: no sample showed it/,
  );
});

test("twin: what held is not annotated", () => {
  expect(renderAnnotations([held], here)).toBe("");
  expect(renderAnnotations([held, hopeless, held], here).match(/^::/gm)).toHaveLength(1);
});

test("nothing in a title or a finding ends its command, its property or its line", () => {
  const nasty = "a,b:c%d::error::\r\n::warning file=x::y";
  const [line, ...more] = renderAnnotations(
    [
      {
        ...held,
        outcome: "deviated",
        title: nasty,
        findings: [{ what: nasty, outcome: "deviated", observed: nasty }],
      },
    ],
    here,
  ).split("\n");
  expect(more).toEqual([""]);
  const [, properties = "", message = ""] = /^::error ([^:]*)::(.*)$/.exec(line ?? "") ?? [];
  expect(properties.split(",")).toHaveLength(4);
  expect(properties).toContain("title=HighErrorRate deviated%3A a%2Cb%3Ac%25d%3A%3Aerror%3A%3A%0D%0A");
  expect(message).toContain("a,b:c%25d::error::%0D%0A::warning");
});

test("paths are those of the repository, wherever the command was started", () => {
  const file = "fixtures/prometheus/rules/bailbondpro.yml";
  expect(renderAnnotations([hopeless], { root: "/repo", cwd: "/repo/tools/firedrill" })).toContain(
    `file=tools/firedrill/${file},`,
  );
  const elsewhere = { ...hopeless, rule: { file: "/etc/prometheus/rules.yml", line: 1, column: 1 } };
  expect(renderAnnotations([elsewhere], here)).toMatch(/^::error title=/);
  expect(renderAnnotations([{ ...hopeless, rule: null }], here)).toMatch(/^::error title=/);
});
