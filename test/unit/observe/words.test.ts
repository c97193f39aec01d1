import { expect, test } from "vitest";
import { wordsOf } from "../../../sandbox/observe/words.ts";

test("a Slack message's words are all but our own tag", () => {
  const attachment = {
    title: "[FIRING] A",
    text: "7 of 9",
    callback_id: "firing:A:f1",
    actions: [{ url: "http://r" }],
  };
  const body = { channel: "#alerts", attachments: [attachment] };
  expect(wordsOf("slack", body)).toEqual({ title: "[FIRING] A", text: "#alerts\n[FIRING] A\n7 of 9\nhttp://r" });
});

test("a PagerDuty event's title is its summary", () => {
  const payload = { summary: "A: bad", severity: "critical", custom_details: { what: "7", firedrill: "firing:A:f1" } };
  const words = wordsOf("pagerduty", { event_action: "trigger", payload });
  expect(words).toEqual({ title: "A: bad", text: "trigger\nA: bad\ncritical\n7" });
});

test("an e-mail's title is its subject; of a page, what is seen and where links lead", () => {
  const html =
    '<html><head><title>no</title><style>b { top: 1 }</style></head><a href="http://r/a&amp;b">Run</a> <b>7 &lt; 9</b></html>';
  const headers = [{ key: "x-firedrill-alerts", value: "firing:A:f1" }];
  const words = wordsOf("email", { subject: "A", text: undefined, html, headers });
  expect(words?.title).toBe("A");
  expect(words?.text.replaceAll(/\s+/g, " ")).toBe("A http://r/a&b Run 7 < 9 ");
});

test("nothing is known of other kinds, or of what was not read; what is long is cut", () => {
  expect(wordsOf("webhook", { alerts: [] })).toBeUndefined();
  expect(wordsOf("slack", null)).toBeUndefined();
  expect(wordsOf("slack", { attachments: [{ text: "x".repeat(20_000) }] })?.text).toHaveLength(8_000);
});
