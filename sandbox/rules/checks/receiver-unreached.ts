import type { Route } from "../alertmanager-config.ts";
import type { LabelMatcher } from "../matchers.ts";
import type { Check } from "./check.ts";
import { foundAt } from "./finding.ts";
import { mayTake } from "./may-take.ts";
import { alertsIn } from "./placed-rules.ts";

/** A receiver that no route leads to, or only routes that no alert takes. */
export const receiverUnreached: Check = {
  id: "receiver-unreached",
  find: (subject) => {
    const rules = alertsIn(subject).map(({ rule }) => rule);
    return subject.alertmanager.flatMap(({ config, source }) => {
      const all = waysIn(config.route, []);
      return config.receivers.flatMap(({ name }, i) => {
        const ways = all.filter(({ receiver }) => receiver === name);
        if (ways.some(({ matchers }) => rules.length === 0 || rules.some((rule) => mayTake(rule, matchers)))) return [];
        const message =
          ways.length === 0
            ? `no route leads to the receiver \`${name}\``
            : `no alert takes a route that leads to the receiver \`${name}\``;
        return [
          foundAt(source, ["receivers", i, "name"], {}, message, "name it in a route that alerts take, or remove it"),
        ];
      });
    });
  },
};

interface Way {
  readonly receiver: string;
  /** All that an alert has to meet. */
  readonly matchers: readonly LabelMatcher[];
}

function waysIn(route: Route, above: readonly LabelMatcher[]): Way[] {
  const matchers = [...above, ...route.matchers];
  return [{ receiver: route.receiver, matchers }, ...route.routes.flatMap((child) => waysIn(child, matchers))];
}
