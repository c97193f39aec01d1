import { request } from "node:http";
import { describe, expect } from "vitest";
import type { Redaction } from "../../../sandbox/apps/api/log/redaction.ts";
import { strict } from "../../../sandbox/apps/api/log/redaction.ts";
import { databaseTest as test } from "../../helpers/databases.ts";
import { openApi } from "./open-api.ts";

/** Of every kind; each place in a request gets one that is found nowhere else. */
const kinds: readonly ((n: number) => string)[] = [
  (n) => `hunter${n}pass`,
  (n) => `correct-horse-${n}-battery`,
  (n) => `ann.smith${n}@mail.example`,
  (n) => card(`4111111${String(n).padStart(8, "0")}`),
  (n) => `eyJhbGciOi${n}.eyJzdWIi${n}.c2lnbmF0dXJl`,
  (n) => `Zk3x9QwErTyUiOpAsDfGhJkLzX${n}`,
];

/** With the check digit that makes it a card's number. */
function card(digits: string): string {
  const sum = Array.from(digits, Number).reduceRight((total, digit, i) => {
    const counted = (digits.length - 1 - i) % 2 === 0 ? digit * 2 : digit;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return digits + String((10 - (sum % 10)) % 10);
}

/** Everything as it came. */
const open: Redaction = {
  url: (_route, url) => url,
  agent: (text) => text,
  text: (text) => text,
  value: (_name, value) => value,
};

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The routes, as `:id` shows where something goes, and bodies that are right but for what is put in. */
const routes: readonly { readonly method: string; readonly path: string; readonly body?: object }[] = [
  { method: "POST", path: "/api/auth/login", body: { email: "a@b.example", password: "x" } },
  { method: "GET", path: "/api/bonds" },
  { method: "POST", path: "/api/bonds", body: { clientId: 1, amount: 5, bondType: "cash", agentId: "agent-1" } },
  { method: "GET", path: "/api/bonds/:id" },
  { method: "PATCH", path: "/api/bonds/:id", body: { status: "pending" } },
  { method: "GET", path: "/api/clients" },
  { method: "POST", path: "/api/clients", body: { name: "Ann", county: "Travis" } },
  { method: "POST", path: "/api/clients/:id/feedback", body: { score: 5, comment: "fine" } },
  { method: "POST", path: "/api/payments", body: { bondId: 1, amount: 5, method: "cash", source: "fee" } },
  { method: "GET", path: "/api/metrics/summary" },
  { method: "GET", path: "/api/reports/portfolio" },
  { method: "GET", path: "/health" },
  { method: "GET", path: "/health/ready" },
  { method: "GET", path: "/health/live" },
  { method: "GET", path: "/metrics" },
  { method: "GET", path: "/nothing/here" },
];
const headers = "authorization cookie user-agent x-api-key x-request-id traceparent content-type accept".split(" ");

/** Requests for each place that a secret can be put in, half of the kinds in one and half in the next: with their secrets. */
function everyInput(): { readonly secret: string; readonly sent: Sent }[] {
  let n = 100;
  let half = 0;
  const secrets = () => {
    half = 1 - half;
    return kinds.filter((_kind, i) => i % 2 === half).map((kind) => kind((n += 1)));
  };
  const json = { "content-type": "application/json" };
  return routes.flatMap(({ method, path, body }) => {
    const right = path.replace(":id", "1");
    const text = body && { body: JSON.stringify(body) };
    const given: Sent = { method, path: right, headers: body ? json : {}, ...text };
    const each = (make: (secret: string) => Sent) => secrets().map((secret) => ({ secret, sent: make(secret) }));
    return [
      each((secret) => ({ ...given, path: path.includes(":id") ? path.replace(":id", secret) : `${right}/${secret}` })),
      each((secret) => ({ ...given, path: `${right}?limit=${secret}` })),
      each((secret) => ({ ...given, path: `${right}?password=${secret}` })),
      each((secret) => ({ ...given, path: `${right}?${secret}` })),
      each((secret) => ({ ...given, path: `${right}/%zz${secret}` })).slice(0, 1),
      // A report takes its time: of the headers it gets the one by which it is refused.
      headers
        .slice(0, path.includes("/reports/") ? 1 : undefined)
        .flatMap((name) => each((secret) => ({ ...given, headers: { ...given.headers, [name]: secret } }))),
      Object.keys(body ?? {}).flatMap((name) =>
        each((secret) => ({ ...given, body: JSON.stringify({ ...body, [name]: secret }) })),
      ),
      body ? each((secret) => ({ ...given, body: JSON.stringify({ ...body, [secret]: secret }) })) : [],
    ].flat();
  });
}

/** fetch would not send all of it: bad URLs, any header. Gives the answer, head included. */
async function send(url: string, { method, path, headers, body }: Sent) {
  const { hostname, port } = new URL(url);
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const asked = request({ hostname, port, method, path, headers }, (answer) => {
      let text = JSON.stringify(answer.headers);
      answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    asked.on("error", reject).end(body);
  });
}

/** Which secrets are found in logs, metrics and problem documents; rows that were stored may be answered as they are. */
async function leaks(redaction: Redaction) {
  await using api = await openApi("debug", undefined, redaction);
  const inputs = everyInput();
  const told: string[] = [];
  const ask = async ({ sent }: (typeof inputs)[number]) => {
    const { status, text } = await send(api.url, sent);
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
    const asked = new Set(routes.map(({ method, path }) => `${method} ${path}`));
    expect(there.filter((route) => !asked.has(route) && !route.endsWith("unmatched"))).toEqual([]);
    expect(lines).toBeGreaterThan(sent.length * 0.9); // they were all looked at
  });

  test("twin: without redaction, every one is found", async () => {
    const { found, sent } = await leaks(open);
    expect(sent.length).toBeGreaterThan(500);
    expect(new Set(found.map(({ secret }) => secret))).toEqual(new Set(sent));
  });
});
