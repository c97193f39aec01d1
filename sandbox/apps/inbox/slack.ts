import { at } from "./json.ts";
import type { HttpKind } from "./kind.ts";
import { readTag } from "./tag.ts";

/** An incoming webhook of Slack. Alertmanager insists on the answer `ok`. */
export const slack: HttpKind = {
  kind: "slack",
  read: (body) => readTag(at(body, "attachments", 0, "callback_id"), "attachments[0].callback_id"),
  accept: () => ({ status: 200, type: "text/plain", body: "ok" }),
  refuse: () => ({ type: "text/plain", body: "invalid_payload" }),
};
