import type { YamlMap } from "../../sandbox/services/yaml-value.ts";

/** What HTTP_PROXY names. */
export const proxyHost = "proxy.firm.invalid";

/** Contents of the files in which production keeps its addresses. */
export const secretFiles = {
  "secrets/slack-url": "https://hooks.slack-file.invalid/services/T000/B000/token",
  "secrets/webhook-url": "https://webhook-file.invalid/alerts",
};

interface Integration {
  readonly config: YamlMap;
  /** Whom it must ask for before all else. */
  readonly host: string;
  /** Whether it says, in production, that an alert is resolved. */
  readonly resolved: boolean;
}

interface Production {
  readonly receivers: Readonly<Record<string, Integration>>;
  readonly config: YamlMap;
}

/**
 * An alertmanager.yml as production has it: a receiver of every kind that Alertmanager knows, and the ways around
 * (proxies, OAuth2, addresses in files), each with a host of its own that exists nowhere. `path` says where the files lie.
 */
export function productionReceivers(path: (name: string) => string): Production {
  const viaProxy = { proxy_url: "http://explicit-proxy.invalid:3128" };
  const oauth2 = { client_id: "id", client_secret: "secret", token_url: "https://login.oauth.invalid/token" };
  const receivers: Production["receivers"] = {
    slack: one("slack", { channel: "#alerts", send_resolved: true }, "hooks.slack-file.invalid"),
    "slack app": one(
      "slack",
      { channel: "#a", send_resolved: false, api_url: "https://app.slack.invalid/x" },
      "app.slack.invalid",
    ),
    pagerduty: one("pagerduty", { routing_key: "key" }, "events.pagerduty.invalid"),
    // Whatever its `url` says, Alertmanager takes a service key to PagerDuty's own address.
    "pagerduty v1": one(
      "pagerduty",
      { service_key: "key", url: "https://v1.pagerduty.invalid/create_event.json" },
      "events.pagerduty.com",
    ),
    opsgenie: one("opsgenie", { api_key: "key" }, "api.opsgenie.invalid"),
    email: one("email", { to: "oncall@firm.invalid", send_resolved: true }, "smtp.mail.invalid"),
    "email elsewhere": one(
      "email",
      { to: "boss@firm.invalid", smarthost: "smtp.other.invalid:465", tls_config: { server_name: "x.invalid" } },
      "smtp.other.invalid",
    ),
    telegram: one("telegram", { chat_id: 12345, bot_token: "1:token", send_resolved: false }, "api.telegram.invalid"),
    msteams: one("msteams", { webhook_url: "https://teams.invalid/webhook" }, "teams.invalid"),
    msteamsv2: one("msteamsv2", { webhook_url: "https://flows.teams.invalid/workflows" }, "flows.teams.invalid"),
    webhook: one("webhook", { url: "https://webhook.invalid/alerts" }, "webhook.invalid"),
    "webhook, address in a file": one("webhook", { url_file: path("secrets/webhook-url") }, "webhook-file.invalid"),
    "webhook by proxy": one(
      "webhook",
      { url: "http://behind-proxy.invalid/", http_config: viaProxy },
      "explicit-proxy.invalid",
    ),
    "webhook by the environment's proxy": one(
      "webhook",
      { url: "http://behind-env.invalid/", http_config: { proxy_from_environment: true } },
      proxyHost,
    ),
    "webhook with OAuth2": one(
      "webhook",
      { url: "https://oauth-hook.invalid/", http_config: { oauth2 } },
      "login.oauth.invalid",
    ),
    discord: one("discord", { webhook_url: "https://discord.invalid/api/webhooks/1/x" }, "discord.invalid"),
    // Its address can't be set: it is reached by a proxy of the user's alone.
    pushover: one(
      "pushover",
      { user_key: "user", token: "token", http_config: { proxy_url: "http://pushover-proxy.invalid:3128" } },
      "pushover-proxy.invalid",
    ),
    victorops: one("victorops", { routing_key: "team", api_key: "key" }, "alert.victorops.invalid"),
    sns: one(
      "sns",
      {
        api_url: "https://sns.aws.invalid",
        topic_arn: "arn:aws:sns:eu-central-1:123456789012:alerts",
        sigv4: { region: "eu-central-1", access_key: "key", secret_key: "secret" },
      },
      "sns.aws.invalid",
    ),
    wechat: one("wechat", { corp_id: "corp", api_secret: "secret", to_user: "@all" }, "qyapi.wechat.invalid"),
    webex: one(
      "webex",
      { room_id: "room", http_config: { authorization: { credentials: "token" } } },
      "webexapis.invalid",
    ),
    jira: one("jira", { project: "OPS", issue_type: "Bug" }, "jira.invalid"),
    rocketchat: one("rocketchat", { channel: "#alerts", token: "token", token_id: "id" }, "rocket.invalid"),
    mattermost: one("mattermost", { webhook_url: "https://mattermost.invalid/hooks/x" }, "mattermost.invalid"),
    incidentio: one(
      "incidentio",
      { url: "https://api.incident.invalid/v2/alert", alert_source_token: "token" },
      "api.incident.invalid",
    ),
  };
  const names = Object.keys(receivers);
  return {
    receivers,
    config: {
      global: {
        slack_api_url_file: path("secrets/slack-url"),
        pagerduty_url: "https://events.pagerduty.invalid/v2/enqueue",
        opsgenie_api_url: "https://api.opsgenie.invalid/",
        smtp_smarthost: "smtp.mail.invalid:587",
        smtp_from: "alerts@firm.invalid",
        smtp_auth_username: "alerts",
        smtp_auth_password: "secret",
        telegram_api_url: "https://api.telegram.invalid",
        victorops_api_url: "https://alert.victorops.invalid/",
        wechat_api_url: "https://qyapi.wechat.invalid/cgi-bin/",
        webex_api_url: "https://webexapis.invalid/v1/messages",
        jira_api_url: "https://jira.invalid/",
        rocketchat_api_url: "https://rocket.invalid/",
      },
      route: {
        receiver: names[0],
        group_by: ["alertname"],
        group_wait: "1s",
        group_interval: "2s",
        routes: names.map((receiver) => ({ receiver, continue: true })),
      },
      receivers: Object.entries(receivers).map(([name, { config }]) => ({ name, ...config })),
    },
  };
}

/** These do not speak of what is resolved unless they are asked to. */
const quiet = new Set(["slack", "email", "wechat", "rocketchat"]);

function one(kind: string, config: YamlMap, host: string): Integration {
  const resolved = config["send_resolved"] ?? !quiet.has(kind);
  return { config: { [`${kind}_configs`]: [config] }, host, resolved: resolved === true };
}
