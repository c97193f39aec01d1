import { connect } from "node:net";
import { expect, test } from "vitest";
import type { Inbox } from "../../../sandbox/apps/inbox/inbox.ts";
import { openInbox } from "../../../sandbox/apps/inbox/inbox.ts";
import { until } from "../../../sandbox/wait.ts";
import { sendMail } from "../../helpers/smtp-client.ts";

async function open() {
  const inbox: Inbox = await openInbox({ host: "127.0.0.1", port: 0, smtpPort: 0 }, (error) => {
    throw error;
  });
  return {
    url: inbox.url,
    mail: (message: string) => sendMail(inbox.smtp, message),
    post: (path: string, body: unknown) =>
      fetch(new URL(path, inbox.url), { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) }),
    deliveries: async (query = "") => {
      const answer = await (await fetch(new URL(`/deliveries${query}`, inbox.url))).json();
      return (answer as { deliveries: Record<string, unknown>[] }).deliveries;
    },
    [Symbol.asyncDispose]: () => inbox.close(),
  };
}

const tag = "firing:High+Error%2FRate%3A%C3%84:abcdef0123 resolved:LowAvailability:00ff";
const tagged = [
  { alert: "High Error/Rate:Ä", status: "firing", fingerprint: "abcdef0123" },
  { alert: "LowAvailability", status: "resolved", fingerprint: "00ff" },
];
const slack = { channel: "#ops", attachments: [{ title: "t", callback_id: tag }] };
const pagerduty = { event_action: "trigger", dedup_key: "d1", payload: { custom_details: { firedrill: tag } } };
const webhook = {
  status: "firing",
  alerts: tagged.map(({ alert, ...rest }) => ({ ...rest, labels: { alertname: alert } })),
};
const mail = (...headers: string[]) =>
  [...headers, "From: Alertmanager <am@example.com>", "Subject: [FIRING:1] x", "", "the text"].join("\n");

test.each([
  ["slack", slack, 200, "ok"],
  ["pagerduty", pagerduty, 202, '{"status":"success","message":"Event processed","dedup_key":"d1"}'],
  ["webhook", webhook, 200, '{"status":"ok"}'],
])("%s is answered as the real one would, and kept with its alerts", async (kind, body, status, answer) => {
  await using inbox = await open();
  const before = Date.now();
  const response = await inbox.post(`/${kind}/${encodeURIComponent("on call/ä")}`, body);
  expect([response.status, await response.text()]).toEqual([status, answer]);
  const [delivery, ...others] = await inbox.deliveries();
  expect(delivery).toEqual({ id: 1, at: expect.any(Number), kind, receiver: "on call/ä", alerts: tagged, body });
  expect(delivery?.["at"]).toBeGreaterThanOrEqual(before);
  expect(others).toEqual([]);
});

test("an e-mail is kept with its alerts, however its headers are encoded", async () => {
  await using inbox = await open();
  const folded = tag.replace(" ", "\n ");
  const accepted = await inbox.mail(mail("X-Firedrill-Receiver: on%20call%2F%C3%A4", `X-Firedrill-Alerts: ${folded}`));
  expect(accepted).toMatch(/^250 /);
  await inbox.mail(
    mail(
      "X-Firedrill-Receiver: =?utf-8?q?on_call/=C3=A4?=",
      `X-Firedrill-Alerts: =?utf-8?q?${tag.replace(" ", "_").replaceAll("%", "=25").replace("+", "=2B")}?=`,
    ),
  );
  const deliveries = await inbox.deliveries();
  for (const delivery of deliveries) {
    expect(delivery).toMatchObject({ kind: "email", receiver: "on call/ä", alerts: tagged });
    expect(delivery["body"]).toMatchObject({ subject: "[FIRING:1] x", from: { address: "am@example.com" } });
    expect((delivery["body"] as { text: string }).text.trim()).toBe("the text");
    expect(delivery).not.toHaveProperty("note");
  }
  expect(deliveries).toHaveLength(2);
});

test("a line of an e-mail may start with a dot, and a header may be very long", async () => {
  await using inbox = await open();
  const long = Array.from({ length: 200 }, (_, i) => `firing:Alert${i}:${i.toString(16)}`).join(" ");
  await inbox.mail(`${mail("X-Firedrill-Receiver: r", `X-Firedrill-Alerts: ${long}`)}\n.hidden`);
  const [delivery] = await inbox.deliveries();
  expect(delivery?.["alerts"]).toHaveLength(200);
  expect(delivery?.["body"]).toMatchObject({ text: expect.stringContaining("\n.hidden") });
});

test.each([
  ["slack", {}, "no tag in attachments[0].callback_id"],
  ["slack", { attachments: [{ callback_id: "" }] }, "no tag in attachments[0].callback_id"],
  ["pagerduty", { event_action: "resolve" }, 'no tag in payload.custom_details.firedrill; event_action "resolve"'],
  ["webhook", null, "no alerts[] in the body"],
  ["webhook", { alerts: [{ status: "firing" }] }, "1 of alerts[] without status, labels.alertname or fingerprint"],
])("%s %j speaks of no alert, is kept all the same, and says why", async (kind, body, note) => {
  await using inbox = await open();
  expect((await inbox.post(`/${kind}/r`, body)).ok).toBe(true);
  expect(await inbox.deliveries()).toMatchObject([{ receiver: "r", alerts: [], body, note }]);
});

test("an e-mail without a tag is kept, and says what it lacks", async () => {
  await using inbox = await open();
  await inbox.mail(mail());
  const note = "no header X-Firedrill-Receiver; no tag in the header X-Firedrill-Alerts";
  expect(await inbox.deliveries()).toMatchObject([{ kind: "email", receiver: "", alerts: [], note }]);
});

test.each(["firing:A", "pending:A:00", "firing:%ZZ:00", "firing:A:xyz"])(
  "of a tag with the word %s, the rest is read",
  async (word) => {
    await using inbox = await open();
    await inbox.post("/slack/r", { attachments: [{ callback_id: `firing:B:11 ${word}` }] });
    const alerts = [{ alert: "B", status: "firing", fingerprint: "11" }];
    const note = `unreadable in attachments[0].callback_id: ${word}`;
    expect(await inbox.deliveries()).toMatchObject([{ alerts, note }]);
  },
);

test.each(["slack", "pagerduty", "webhook"])("what is no JSON is refused by %s, and kept", async (kind) => {
  await using inbox = await open();
  expect((await inbox.post(`/${kind}/r`, '{"a":')).status).toBe(400);
  expect((await inbox.post(`/${kind}/r`, "")).status).toBe(400);
  const note = expect.stringMatching(/^the body is no JSON/);
  expect(await inbox.deliveries()).toMatchObject([
    { kind, receiver: "r", alerts: [], body: '{"a":', note },
    { body: "", note },
  ]);
});

test("more than a megabyte is refused by HTTP and SMTP, and noted", async () => {
  await using inbox = await open();
  const large = "x".repeat(1024 * 1024);
  expect((await inbox.post("/webhook/r", { large })).status).toBe(413);
  expect((await inbox.post("/webhook/r", { alerts: [], large: large.slice(100) })).status).toBe(200);
  expect(await inbox.mail(`${mail()}\n${large}`)).toMatch(/^552 /);
  expect(await inbox.deliveries()).toMatchObject([
    { kind: "webhook", receiver: "r", body: null, note: expect.stringMatching(/^not received/) },
    { kind: "webhook" },
    { kind: "email", body: null, note: expect.stringMatching(/^not received/) },
  ]);
});

test("deliveries are read on from an id", async () => {
  await using inbox = await open();
  for (let i = 0; i < 3; i++) await inbox.post("/slack/r", slack);
  expect((await inbox.deliveries("?after=1")).map(({ id }) => id)).toEqual([2, 3]);
  expect(await inbox.deliveries("?after=3")).toEqual([]);
  expect((await fetch(new URL("/deliveries?after=x", inbox.url))).status).toBe(400);
});

test("the page escapes what was received", async () => {
  await using inbox = await open();
  const evil = `<img src=x onerror="alert('1')">&`;
  await inbox.post(`/slack/${encodeURIComponent(evil)}`, {
    text: evil,
    attachments: [{ callback_id: `firing:${encodeURIComponent(evil).replaceAll("'", "%27")}:00 ${evil}` }],
  });
  const response = await fetch(inbox.url);
  const page = await response.text();
  expect(response.headers.get("content-type")).toMatch(/^text\/html/);
  expect(page).toContain("&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;");
  expect(page).not.toContain("<img");
});

test("it is alive, and knows no other URL", async () => {
  await using inbox = await open();
  expect((await fetch(new URL("/health/live", inbox.url))).status).toBe(200);
  expect((await inbox.post("/telegram/r", {})).status).toBe(404);
  expect((await inbox.post("/slack/r/s", {})).status).toBe(404);
  expect((await fetch(new URL("/slack/r", inbox.url))).status).toBe(404);
  expect((await fetch(`${inbox.url}//`)).status).toBe(404);
  expect(await inbox.deliveries()).toEqual([]);
});

test("a sender that hangs up in the middle is noted, and the next one is heard", async () => {
  await using inbox = await open();
  const socket = connect(Number(new URL(inbox.url).port), "127.0.0.1");
  socket.write("POST /slack/r HTTP/1.1\r\nhost: inbox\r\ncontent-length: 9\r\n\r\n{");
  socket.destroySoon();
  const note = await until(
    async () => {
      const [delivery] = await inbox.deliveries();
      return delivery ? { seen: delivery["note"] } : { missing: "nothing is noted" };
    },
    { what: "the inbox to notice", withinMs: 5000 },
  );
  expect(note).toMatch(/^not received/);
  expect((await inbox.post("/slack/r", slack)).status).toBe(200);
});
