import { describe, expect } from "vitest";
import type { Redaction } from "../../../sandbox/apps/api/log/redaction.ts";
import { strict } from "../../../sandbox/apps/api/log/redaction.ts";
import { databaseTest as test } from "../../helpers/databases.ts";
import { everyInput, secretRoutes, sendRaw } from "../../helpers/secret-inputs.ts";
import { openApi } from "./open-api.ts";

/** Everything as it came. */
const open: Redaction = {
  url: (_route, url) => url,
  agent: (text) => text,
  text: (text) => text,
  value: (_name, value) => value,
};

/** Which secrets are found in logs, metrics and problem documents; rows that were stored may be answered as they are. */
async function leaks(redaction: Redaction) {
  await using api = await openApi("debug", undefined, redaction);
  const inputs = everyInput();
  const told: string[] = [];
  const ask = async ({ sent }: (typeof inputs)[number]) => {
    const { status, text } = await sendRaw(api.url, sent);
    if (status >= 400) told.push(text);
  };
  for (let i = 0; i < inputs.length; i += 32) await Promise.all(inputs.slice(i, i + 32).map(ask));
  const [console, audit, metrics] = [
    api.console.join("\n"),
    api.audit.join("\n"),
    await (await api.get("/metrics")).text(),
  ];
  const all = [console, audit, metrics, ...told].join("\n");
  const counted = [...metrics.matchAll(/^http_requests_total\{method="(\w+)",route="([^"]+)"/gm)];
  return {
    routes: counted.flatMap(([, method = "", route = ""]) => (method === "HEAD" ? [] : [`${method} ${route}`])),
    lines: api.console.length,
    sent: inputs.map(({ secret }) => secret),
    found: inputs.filter(({ secret }) => all.includes(secret)).map(({ secret, sent }) => ({ secret, sent })),
  };
}

describe("secrets and personal data put into every input of every route", () => {
  test("are found in no log, no metric and no problem document", async () => {
    const { found, lines, sent, routes: there } = await leaks(strict);
    expect(found).toEqual([]);
    const asked = new Set(secretRoutes.map(({ method, path }) => `${method} ${path}`));
    expect(there.filter((route) => !asked.has(route) && !route.endsWith("unmatched"))).toEqual([]);
    expect(lines).toBeGreaterThan(sent.length * 0.9); // they were all looked at
  });

  test("twin: without redaction, every one is found", async () => {
    const { found, sent } = await leaks(open);
    expect(sent.length).toBeGreaterThan(500);
    expect(new Set(found.map(({ secret }) => secret))).toEqual(new Set(sent));
  });
});
