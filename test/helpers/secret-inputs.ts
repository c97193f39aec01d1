import { request } from "node:http";

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

/** A request, as it goes out. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Every route of the API's users, as `:id` shows where something goes, and bodies that are right but for what is put in. */
export const secretRoutes: readonly { readonly method: string; readonly path: string; readonly body?: object }[] = [
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
/** The first is enough for routes that take their time. */
const headers =
  "authorization cookie user-agent x-api-key x-request-id traceparent tracestate baggage referer origin x-forwarded-for host content-type accept".split(
    " ",
  );

/**
 * Requests for each place that a secret can be put in (path, query, headers, fields of bodies and names of such, of every route),
 * half of the kinds in one and half in the next: with their secrets. For all that the API tells anybody: logs, traces, metrics.
 */
export function everyInput(): { readonly secret: string; readonly sent: Sent }[] {
  let n = 100;
  let half = 0;
  const secrets = () => {
    half = 1 - half;
    return kinds.filter((_kind, i) => i % 2 === half).map((kind) => kind((n += 1)));
  };
  const json = { "content-type": "application/json" };
  return secretRoutes.flatMap(({ method, path, body }) => {
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
      body ? each((secret) => ({ ...given, body: JSON.stringify({ ...body, more: { password: [secret] } }) })) : [],
    ].flat();
  });
}

/** Sends it to where the API is; fetch would not send all of it: bad URLs, any header. Gives the answer, head included. */
export async function sendRaw(url: string, { method, path, headers, body }: Sent) {
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
