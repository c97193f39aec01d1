import { redacted, withoutSecrets } from "./patterns.ts";
import { agentForm, knownSegments } from "./forms.ts";

/** What may be told of what came in. Everything that goes to a log, or back in a problem document, passes it. */
export interface Redaction {
  /** A URL as it was asked for; `route` is the pattern that it matched, with `:name` for what varies. */
  url(route: string | undefined, url: string): string;
  /** A user agent. */
  agent(text: string): string;
  /** Free text, by patterns: messages of errors, stacks. */
  text(text: string): string;
  /** The value of a field, by the field's name; objects and arrays all through. */
  value(name: string, value: unknown): unknown;
}

/** Fields whose values are told as long as they have the form: what is not listed here is not told. */
const told: Readonly<Record<string, RegExp>> = {
  id: /^\d{1,10}$/,
  clientId: /^\d{1,10}$/,
  bondId: /^\d{1,10}$/,
  amount: /^\d{1,8}$/,
  score: /^[1-5]$/,
  limit: /^\d{1,3}$/,
  agentId: /^agent-\d{1,4}$/,
  bondType: /^(surety|cash|property|federal|immigration)$/,
  status: /^(pending|active|exonerated|forfeited|completed)$/,
  method: /^(card|cash|check|wire)$/,
  source: /^(premium|fee)$/,
  "content-type": /^application\/json(; ?charset=utf-8)?$/i,
  "content-length": /^\d{1,10}$/,
  connection: /^(keep-alive|close)$/i,
};

/** Fields of which it is told that they were there, and nothing more. Others don't even have their name told. */
const named = new Set(
  "name county email password comment authorization cookie user-agent accept accept-encoding accept-language host traceparent tracestate".split(
    " ",
  ),
);

const deepest = 5;

/** What the API logs by. */
export const strict: Redaction = {
  url: (route, url) => {
    const mark = url.indexOf("?");
    const path = mark < 0 ? url : url.slice(0, mark);
    const shown = path === route ? path : shownPath(route, path);
    return mark < 0
      ? shown
      : `${shown}?${url
          .slice(mark + 1)
          .split("&")
          .map(shownQuery)
          .join("&")}`;
  },
  agent: agentForm,
  text: withoutSecrets,
  value: (name, value) => shownValue(name, value, 0),
};

function shownPath(route: string | undefined, path: string): string {
  const pattern = route?.split("/");
  return path
    .split("/")
    .map((segment, i) => {
      const part = pattern?.[i];
      if (part?.startsWith(":") === true) return String(shownValue(part.slice(1), segment, 0));
      return segment === "" || knownSegments.has(segment) ? segment : redacted;
    })
    .join("/");
}

function shownQuery(pair: string): string {
  const equals = pair.indexOf("=");
  const name = equals < 0 ? pair : pair.slice(0, equals);
  if (!Object.hasOwn(told, name)) return redacted;
  return equals < 0 ? name : `${name}=${String(shownValue(name, pair.slice(equals + 1), 0))}`;
}

function shownValue(name: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === "boolean") return value;
  if (depth >= deepest) return redacted;
  if (Array.isArray(value)) return value.map((one) => shownValue(name, one, depth + 1));
  if (typeof value === "object") {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) =>
        Object.hasOwn(told, key) || named.has(key) ? [key, shownValue(key, inner, depth + 1)] : [redacted, redacted],
      ),
    );
  }
  if (typeof value !== "string" && typeof value !== "number") return redacted;
  const form = Object.hasOwn(told, name) ? told[name] : undefined;
  return form?.test(String(value)) === true ? value : redacted;
}
