import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { runAlertmanagerConfig } from "../../../sandbox/services/run-alertmanager-config.ts";
import type { YamlMap } from "../../../sandbox/services/yaml-value.ts";

const place = { factor: 120, inbox: { http: "127.0.0.1:8026", smtp: "127.0.0.1:1025" }, templates: [] };
const run = (production: YamlMap, factor = 120) => {
  const { text, notes } = runAlertmanagerConfig(production, { ...place, factor });
  return { text, notes, written: parse(text) as YamlMap };
};
const withReceiver = (receiver: YamlMap) => ({ route: { receiver: receiver["name"] }, receivers: [receiver] });
const receiverOf = (written: YamlMap) => (written["receivers"] as YamlMap[])[0] ?? {};

test("waits are divided at every level, the root's defaults too, and what is inherited stays unset", () => {
  const route = {
    receiver: "a",
    group_wait: "1m",
    routes: [{ group_interval: "10m", routes: [{ matchers: ["a=b"] }] }],
  };
  expect(run({ route, receivers: [] }).written["route"]).toEqual({
    receiver: "a",
    group_wait: "500ms",
    group_interval: "2s500ms",
    repeat_interval: "2m",
    routes: [{ group_interval: "5s", routes: [{ matchers: ["a=b"] }] }],
  });
  const atOne = run({ route, receivers: [] }, 1).written["route"];
  expect(atOne).toMatchObject({ group_wait: "1m", group_interval: "5m", repeat_interval: "4h" });
});

test("matchers, grouping and inhibitions are production's", () => {
  const inhibit = [{ source_matchers: ["severity=critical"], target_matchers: ["severity=warning"], equal: ["job"] }];
  const route = { receiver: "a", group_by: ["..."], match: { a: "b" }, match_re: { c: "d|e" }, continue: true };
  const { written } = run({ route, inhibit_rules: inhibit, receivers: [] });
  expect(written["inhibit_rules"]).toEqual(inhibit);
  expect(written["route"]).toMatchObject(route);
});

test("hours can't be scaled: they are left out with what that means", () => {
  const route = { receiver: "a", routes: [{ mute_time_intervals: ["night"] }, { active_time_intervals: ["day"] }] };
  const { text, notes } = run({ route, receivers: [], time_intervals: [{ name: "night" }] });
  expect(text).not.toMatch(/night|day/);
  expect(notes).toEqual([
    "route.routes[0]: mute_time_intervals is left out, since hours can't be scaled: never muted here",
    "route.routes[1]: active_time_intervals is left out, since hours can't be scaled: always active here",
  ]);
});

test.each([
  ["slack_configs", {}, undefined],
  ["email_configs", {}, undefined],
  ["pagerduty_configs", {}, undefined],
  ["webhook_configs", {}, undefined],
  ["slack_configs", { send_resolved: true }, true],
  ["webhook_configs", { send_resolved: false }, false],
])("%s with %j: send_resolved stays as it is", (kind, config, expected) => {
  const [one] = receiverOf(run(withReceiver({ name: "r", [kind]: [config] })).written)[kind] as YamlMap[];
  expect(one?.["send_resolved"]).toBe(expected);
});

test.each([
  ["opsgenie_configs", true],
  ["telegram_configs", true],
  ["wechat_configs", false],
  ["rocketchat_configs", false],
  ["carrierpigeon_configs", true],
])("%s become a webhook that says resolved as they would: %s", (kind, resolved) => {
  const { written, notes } = run(withReceiver({ name: "ops", [kind]: [{}, { send_resolved: !resolved }] }));
  const url = "http://127.0.0.1:8026/webhook/ops";
  expect(receiverOf(written)).toEqual({
    name: "ops",
    webhook_configs: [
      { send_resolved: resolved, url },
      { send_resolved: !resolved, url },
    ],
  });
  expect(notes[1]).toBe(`receiver ops: ${kind}[1] is caught as a webhook; what it would say is not checked`);
});

test("a receiver's name is safe in a path and in a template", () => {
  const name = "a b/ü {{ x }}";
  const written = receiverOf(run(withReceiver({ name, webhook_configs: [{}], email_configs: [{ to: "t" }] })).written);
  expect(written["webhook_configs"]).toEqual([
    { url: "http://127.0.0.1:8026/webhook/a%20b%2F%C3%BC%20%7B%7B%20x%20%7D%7D" },
  ]);
  expect(written["email_configs"]).toMatchObject([{ headers: { "X-Firedrill-Receiver": 'a b/ü {{ "{{" }} x }}' } }]);
});

test("what a message loses is named; what the inbox replaces is not", () => {
  const slack = { api_url: "https://x", http_config: {}, channel: "#a", update_message: true };
  const email = { to: "t", smarthost: "h:25", headers: { subject: "S", "X-Team": "core" } };
  const { notes, text } = run(withReceiver({ name: "r", slack_configs: [slack], email_configs: [email] }));
  expect(notes).toEqual([
    "receiver r: slack_configs[0]: update_message is left out",
    "receiver r: email_configs[0]: header X-Team is left out",
  ]);
  expect(text).toContain("Subject: S");
});

/** Every field of Alertmanager 0.34 that is no content, and some that no release knows. */
const reaching = {
  slack_configs: "api_url api_url_file app_url app_token app_token_file update_message callback_id timeout",
  email_configs:
    "hello smarthost auth_username auth_password auth_password_file auth_secret auth_secret_file auth_identity",
  pagerduty_configs: "url service_key service_key_file routing_key routing_key_file timeout",
  webhook_configs: "url url_file payload timeout",
  opsgenie_configs: "api_key api_key_file api_url message description source responders details",
  telegram_configs: "api_url token token_file bot_token bot_token_file chat_id message",
  carrierpigeon_configs: "loft ring",
} as const;
const everywhere = ["http_config", "tls_config", "proxy_url", "some_new_field"];

test("no address, proxy, token, file or unknown field of the user's appears, in whatever field it stands", () => {
  const fields = Object.entries(reaching).map(([kind, names]) => [kind, [...names.split(" "), ...everywhere]] as const);
  const receiver = Object.fromEntries(
    fields.map(([kind, names]) => [
      kind,
      [Object.fromEntries(names.map((name) => [name, { nested: `leak-${kind}-${name}` }]))],
    ]),
  );
  const headers = { headers: { "X-Token": "leak-header" } };
  const production = {
    global: {
      slack_api_url: "leak-global-1",
      smtp_smarthost: "leak-global-2",
      http_config: { proxy_url: "leak-global-3" },
    },
    tracing: { endpoint: "leak-tracing" },
    event_recorder: { url: "leak-recorder" },
    some_new_section: "leak-section",
    templates: ["/etc/leak-templates/*.tmpl"],
    route: { receiver: "r", some_new_key: "leak-route" },
    receivers: [
      { name: "r", ...receiver, unknown: [{ url: "leak-unknown" }] },
      { name: "h", email_configs: [headers] },
    ],
  };
  expect(run(production).text).not.toContain("leak-");
  // The twin: the same search does find them in what production wrote, and in content, which is said as it is.
  expect(stringify(production).match(/leak-/g)?.length).toBeGreaterThan(60);
  expect(run(withReceiver({ name: "r", slack_configs: [{ text: "leak-content" }] })).text).toContain("leak-content");
});

test("of global only what sends nothing stays", () => {
  const global = { resolve_timeout: "10m", smtp_from: "alerts@x.example", opsgenie_api_key: "secret" };
  const receivers = [{ name: "r", email_configs: [{ to: "t" }] }];
  const { written } = run({ global, route: { receiver: "r" }, receivers });
  expect(written["global"]).toEqual({ resolve_timeout: "5s" });
  expect(receiverOf(written)["email_configs"]).toMatchObject([
    { from: "alerts@x.example", smarthost: "127.0.0.1:1025" },
  ]);
});
