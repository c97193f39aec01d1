import type { AlertNotice, Reading } from "./store.ts";

/**
 * Firedrill's Alertmanager configuration adds a tag to each notification: `firing:HighErrorRate:00ff12 resolved:…`,
 * one word an alert, its name encoded as in a URL's query. `where` says where it was looked for.
 */
export function readTag(tag: unknown, where: string): Reading {
  if (typeof tag !== "string" || tag.trim() === "") return { alerts: [], note: `no tag in ${where}` };
  const words = tag.trim().split(/\s+/);
  const read = words.map((word) => [word, readWord(word)] as const);
  const unreadable = read.flatMap(([word, notice]) => (notice ? [] : [word]));
  const alerts = read.flatMap(([, notice]) => notice ?? []);
  return unreadable.length === 0 ? { alerts } : { alerts, note: `unreadable in ${where}: ${unreadable.join(" ")}` };
}

function readWord(word: string): AlertNotice | undefined {
  const [, status, name, fingerprint] = /^(firing|resolved):([^:]*):([0-9a-f]+)$/.exec(word) ?? [];
  if (status === undefined || name === undefined || fingerprint === undefined) return undefined;
  try {
    const alert = decodeURIComponent(name.replaceAll("+", " "));
    return { alert, status: status === "firing" ? "firing" : "resolved", fingerprint };
  } catch {
    return undefined; // a broken percent sequence
  }
}
