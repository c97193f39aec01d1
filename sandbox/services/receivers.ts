import { listOf, mapOf, othersThan, pick, textOf } from "./yaml-value.ts";
import type { YamlMap } from "./yaml-value.ts";

/** `host:port` of the inbox's listeners. */
export interface InboxAddresses {
  readonly http: string;
  readonly smtp: string;
}

interface Rebuilt {
  readonly kind: string;
  readonly config: Record<string, unknown>;
}

/**
 * Which alerts a notification is about, whatever its kind: `STATUS:ALERTNAME:FINGERPRINT ` for each, the name
 * URL-encoded. A template of Alertmanager's.
 */
const tag = "{{ range .Alerts }}{{ .Status }}:{{ .Labels.alertname | urlquery }}:{{ .Fingerprint }} {{ end }}";

/** What a notification says and to whom, by kind. Whatever else there is says how to get there, which is ours to say. */
const content: Readonly<Record<string, readonly string[]>> = {
  slack_configs: [
    "send_resolved",
    "channel",
    "username",
    "color",
    "title",
    "title_link",
    "pretext",
    "text",
    "message_text",
    "fields",
    "short_fields",
    "footer",
    "fallback",
    "icon_emoji",
    "icon_url",
    "image_url",
    "thumb_url",
    "link_names",
    "mrkdwn_in",
    "actions",
  ],
  email_configs: ["send_resolved", "to", "from", "html", "text", "threading"],
  pagerduty_configs: [
    "send_resolved",
    "client",
    "client_url",
    "description",
    "details",
    "images",
    "links",
    "source",
    "severity",
    "class",
    "component",
    "group",
  ],
  webhook_configs: ["send_resolved", "max_alerts"],
};

/** Replaced by the inbox's own or of no use there: not worth a word in the report. */
const replaced =
  /^(http_config|tls_config|timeout|headers|hello|smarthost|require_tls|force_implicit_tls|callback_id|service_key|routing_key|url|api_url|app_url|app_token|auth_.*|.*_file)$/;

/** Those kinds that Alertmanager sends no resolved notice by, unless asked; the others it does. */
const quietWhenResolved = new Set(["wechat_configs", "rocketchat_configs"]);

/**
 * A receiver built anew, each of its notifications to the inbox: only known fields are copied, so no address, proxy,
 * token or file of the user's comes along. A kind that is not rebuilt becomes a webhook, and `notes` says so.
 */
export function runReceiver(
  receiver: YamlMap,
  inbox: InboxAddresses,
  global: YamlMap,
): { readonly config: Record<string, unknown>; readonly notes: readonly string[] } {
  const name = textOf(receiver["name"]) ?? "";
  const config: Record<string, unknown> = pick(receiver, ["name", "labels"]);
  const notes: string[] = [];
  for (const key of othersThan(receiver, ["name", "labels"])) {
    listOf(receiver[key]).forEach((entry, position) => {
      const one = mapOf(entry);
      const where = `receiver ${name}: ${key}[${position}]`;
      const rebuilt = rebuild(key, one, { name, inbox, global });
      config[rebuilt.kind] = [...listOf(config[rebuilt.kind]), rebuilt.config];
      if (!(key in content)) notes.push(`${where} is caught as a webhook; what it would say is not checked`);
      else notes.push(...lost(key, one).map((field) => `${where}: ${field} is left out`));
    });
  }
  return { config, notes };
}

function lost(kind: string, one: YamlMap): string[] {
  const fields = othersThan(one, content[kind] ?? []).filter((field) => !replaced.test(field));
  const headers = Object.keys(mapOf(one["headers"])).filter((header) => !/^subject$/i.test(header));
  return [...fields, ...headers.map((header) => `header ${header}`)];
}

interface Around {
  readonly name: string;
  readonly inbox: InboxAddresses;
  readonly global: YamlMap;
}

function rebuild(kind: string, one: YamlMap, { name, inbox, global }: Around): Rebuilt {
  const url = (path: string) => `http://${inbox.http}/${path}/${encodeURIComponent(name)}`;
  const said = pick(one, content[kind] ?? []);
  if (kind === "slack_configs") return { kind, config: { ...said, api_url: url("slack"), callback_id: tag } };
  if (kind === "pagerduty_configs") {
    const details = { ...mapOf(one["details"]), firedrill: tag };
    return { kind, config: { ...said, routing_key: "firedrill", url: url("pagerduty"), details } };
  }
  if (kind === "email_configs") {
    const from = one["from"] ?? global["smtp_from"];
    const subject = Object.entries(mapOf(one["headers"])).find(([header]) => /^subject$/i.test(header));
    const headers = {
      ...(subject ? { Subject: subject[1] } : {}),
      "X-Firedrill-Receiver": asTemplate(name),
      "X-Firedrill-Alerts": tag,
    };
    const here = { smarthost: inbox.smtp, require_tls: false, headers };
    return { kind, config: { ...said, ...(from == null ? {} : { from }), ...here } };
  }
  const resolved = kind === "webhook_configs" ? {} : { send_resolved: !quietWhenResolved.has(kind) };
  const config = { ...resolved, ...pick(one, ["send_resolved"]), ...said, url: url("webhook") };
  return { kind: "webhook_configs", config };
}

/** Alertmanager runs header values as templates; this one gives the text itself. */
function asTemplate(text: string): string {
  return text.replaceAll("{{", '{{ "{{" }}');
}
