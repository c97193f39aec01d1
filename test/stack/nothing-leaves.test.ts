import { beforeAll, describe, expect, test } from "vitest";
import { productionReceivers } from "../helpers/production-receivers.ts";
import { watchAlertmanager, whyUnwatchable } from "../helpers/watched.ts";
import type { Watched } from "../helpers/watched.ts";

const { receivers } = productionReceivers((name) => name);
const kept = new Set(["slack", "pagerduty", "email"]);

const unwatchable = await whyUnwatchable();
const watches = (title: string, body: () => void) =>
  unwatchable === undefined ? test(title, body) : test.skip(`${title}: ${unwatchable}`, () => {});

describe("redirected", () => {
  let watched: Watched;
  beforeAll(async () => {
    if (unwatchable === undefined) watched = await watchAlertmanager("redirected");
  });

  watches("every notification of every kind of receiver is caught, once, and says what it is about", () => {
    const expected = Object.entries(receivers).flatMap(([name, { config, resolved }]) => {
      const kind = Object.keys(config)[0]?.replace(/_configs$/, "") ?? "";
      const as = kept.has(kind) ? kind : "webhook";
      return ["firing", ...(resolved ? ["resolved"] : [])].map((status) => `${name}: ${status} by ${as}`);
    });
    const caught = watched.deliveries.map(
      ({ kind, receiver, alerts }) => `${receiver}: ${alerts.map(({ status }) => status).join()} by ${kind}`,
    );
    expect(caught.toSorted()).toEqual(expected.toSorted());
    for (const { alerts } of watched.deliveries) expect(alerts.map(({ alert }) => alert)).toEqual(["Watched"]);
  });

  watches("no name is looked up, and nothing but the inbox is connected to or sent anything", () => {
    expect(watched.contacts.filter(({ lookup, loopback }) => lookup || !loopback)).toEqual([]);
    expect([...new Set(watched.contacts.map(({ address }) => address))].toSorted()).toEqual(watched.inbox.toSorted());
  });
});

// The twin: what watches sees it, where production's configuration is not rewritten.
describe("as written", () => {
  let watched: Watched;
  beforeAll(async () => {
    if (unwatchable === undefined) watched = await watchAlertmanager("as-written");
  });

  watches("every receiver's host is looked up, and the look-ups are seen", () => {
    const asked = Object.values(receivers).filter(({ host }) => watched.log.includes(`lookup ${host}`));
    expect(asked).toEqual(Object.values(receivers));
    const lookups = watched.contacts.filter(({ lookup }) => lookup);
    expect(lookups.length).toBeGreaterThanOrEqual(asked.length);
  });

  watches("the inbox gets nothing", () => {
    expect(watched.deliveries).toEqual([]);
    expect(watched.contacts.filter(({ address }) => watched.inbox.includes(address))).toEqual([]);
  });
});
