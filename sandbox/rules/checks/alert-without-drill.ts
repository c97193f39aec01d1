import { alertIds } from "../alert-ids.ts";
import type { Rule } from "../rule-file.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { alertsIn } from "./placed-rules.ts";
import type { Subject } from "./subject.ts";

/** An alert that no drill makes fire, although there are drills of others, and that no waiver names. */
export const alertWithoutDrill: Check = {
  id: "alert-without-drill",
  find: (subject) => {
    const drilled = subject.drills.map(({ value }) => value as { alert?: unknown; labels?: unknown });
    if (drilled.length === 0) return [];
    const alerts = alertsIn(subject);
    const ids = alertIds(alerts.map(({ rule }) => rule));
    const waived = waivedIn(subject);
    return alerts
      .filter(({ rule }) => !waived.has(ids.get(rule) ?? "") && !drilled.some((drill) => isOf(drill, rule)))
      .map(({ rule, source, path }) => {
        const message = `no drill shows that \`${ids.get(rule)}\` fires`;
        return foundAt(source, [...path, "alert"], {}, message, "add a drill of it, or waive it in waivers.yml");
      });
  },
};

function isOf({ alert, labels }: { readonly alert?: unknown; readonly labels?: unknown }, rule: Rule): boolean {
  if (alert !== rule.name) return false;
  return Object.entries(labels ?? {}).every(([label, value]) => rule.labels[label] === value);
}

function waivedIn({ waivers }: Subject): Set<unknown> {
  return new Set(
    waivers.flatMap(({ value }) => {
      const list = (value as { readonly waivers?: unknown }).waivers;
      return Array.isArray(list) ? list.map((one: { alert?: unknown } | null) => one?.alert) : [];
    }),
  );
}
