import { at } from "./json.ts";
import type { HttpKind } from "./kind.ts";
import type { AlertNotice } from "./store.ts";

/** Alertmanager's own webhook: it names its alerts without a tag. */
export const webhook: HttpKind = {
  kind: "webhook",
  read: (body) => {
    const listed = at(body, "alerts");
    if (!Array.isArray(listed)) return { alerts: [], note: "no alerts[] in the body" };
    const alerts = listed.flatMap((alert) => readAlert(alert) ?? []);
    const unreadable = listed.length - alerts.length;
    const note = `${unreadable} of alerts[] without status, labels.alertname or fingerprint`;
    return unreadable === 0 ? { alerts } : { alerts, note };
  },
  accept: () => ({ status: 200, type: "application/json", body: '{"status":"ok"}' }),
  refuse: (why) => ({ type: "application/json", body: JSON.stringify({ status: "error", message: why }) }),
};

function readAlert(alert: unknown): AlertNotice | undefined {
  const [status, name, fingerprint] = [at(alert, "status"), at(alert, "labels", "alertname"), at(alert, "fingerprint")];
  if (status !== "firing" && status !== "resolved") return undefined;
  if (typeof name !== "string" || typeof fingerprint !== "string") return undefined;
  return { alert: name, status, fingerprint };
}
