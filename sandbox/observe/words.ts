/** What a notification says to whoever reads it. */
export interface Words {
  /** Its first line: a title, a subject, a summary; empty where its kind has none. */
  readonly title: string;
  /** All of it, in a line for each part. */
  readonly text: string;
}

/** Of a longer notification the beginning is kept. */
const longest = 8_000;

/** How we tell which alerts a notification is about, in every one that we send: nothing that production would say. */
const ours = new Set(["callback_id", "firedrill"]);

/** The words of a notification's body, as the inbox keeps it; undefined where its form is not known. Pure. */
export function wordsOf(kind: string, body: unknown): Words | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  if (kind === "email") {
    const { subject, text, html } = body as Readonly<Record<string, unknown>>;
    const parts = [subject, text, typeof html === "string" ? withoutTags(html) : undefined];
    return words(subject, parts.filter(isText));
  }
  if (kind === "slack") return words(placed(body, "attachments", "0", "title"), leaves(body));
  if (kind === "pagerduty") return words(placed(body, "payload", "summary"), leaves(body));
  return undefined;
}

function words(title: unknown, parts: readonly string[]): Words {
  return { title: isText(title) ? title : "", text: parts.join("\n").slice(0, longest) };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function placed(json: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined),
    json,
  );
}

/** Every text in a JSON value that is not our own tag. */
function leaves(json: unknown): string[] {
  if (isText(json)) return [json];
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => (ours.has(key) ? [] : leaves(value)));
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', "#34": '"', "#39": "'", amp: "&" };

/** What is seen of a page: links are kept, since they are what a reader follows. */
function withoutTags(html: string): string {
  return html
    .replaceAll(/<(style|head)\b[^]*?<\/\1>/gi, " ")
    .replaceAll(/<a\b[^>]*\bhref="([^"]*)"[^>]*>/gi, " $1 ")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replaceAll(/\s+/g, " ");
}
