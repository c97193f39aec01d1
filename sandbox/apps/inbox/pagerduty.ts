import { at } from "./json.ts";
import type { HttpKind } from "./kind.ts";
import { readTag } from "./tag.ts";

/**
 * PagerDuty's Events API v2. Alertmanager sends the details with `resolve` as with `trigger`; above 512 KB it
 * replaces them with an error, and then the event's action is all that can be told.
 */
export const pagerduty: HttpKind = {
  kind: "pagerduty",
  read: (body) => {
    const reading = readTag(at(body, "payload", "custom_details", "firedrill"), "payload.custom_details.firedrill");
    if (reading.alerts.length > 0) return reading;
    return { alerts: [], note: `${reading.note}; event_action ${JSON.stringify(at(body, "event_action"))}` };
  },
  accept: ({ id, body }) => {
    const key = at(body, "dedup_key");
    const answer = {
      status: "success",
      message: "Event processed",
      dedup_key: typeof key === "string" ? key : `inbox-${id}`,
    };
    return { status: 202, type: "application/json", body: JSON.stringify(answer) };
  },
  refuse: (why) => ({
    type: "application/json",
    body: JSON.stringify({ status: "invalid event", message: "Event object is invalid", errors: [why] }),
  }),
};
