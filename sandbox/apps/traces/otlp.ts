/** One span, as it is kept and answered. */
export interface KeptSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Of a span that nobody sent, where its parent is somebody else's. */
  readonly parentId?: string;
  readonly service: string;
  readonly name: string;
  readonly kind: string;
  /** Milliseconds since 1970, and how many it took. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly failed: boolean;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
}

type Attributes = Readonly<Record<string, unknown>>;
type Json = Readonly<Record<string, unknown>>;

const kinds = ["unspecified", "internal", "server", "client", "producer", "consumer"];
const failedStatus = 2;

/** The spans of an `ExportTraceServiceRequest` in OTLP's JSON. Throws where it is none. */
export function readOtlp(body: unknown): readonly KeptSpan[] {
  return list(body, "resourceSpans").flatMap((group) => {
    const about = attributesOf(group["resource"] as Json | undefined);
    const service = textOf(about["service.name"]);
    return list(group, "scopeSpans").flatMap((scope) => list(scope, "spans").map((span) => spanOf(span, service)));
  });
}

function spanOf(span: Json, service: string): KeptSpan {
  const [start, end] = [Number(span["startTimeUnixNano"]), Number(span["endTimeUnixNano"])];
  const parent = textOf(span["parentSpanId"]);
  return {
    traceId: id(span["traceId"], 32),
    spanId: id(span["spanId"], 16),
    ...(parent === "" ? {} : { parentId: id(parent, 16) }),
    service,
    name: textOf(span["name"]),
    kind: kinds[Number(span["kind"] ?? 0)] ?? "unspecified",
    startMs: start / 1e6,
    durationMs: (end - start) / 1e6,
    failed: (span["status"] as Json | undefined)?.["code"] === failedStatus,
    attributes: attributesOf(span),
    events: list(span, "events").map((event) => ({ name: textOf(event["name"]), attributes: attributesOf(event) })),
  };
}

function id(value: unknown, digits: number): string {
  const text = textOf(value).toLowerCase();
  if (text.length === digits && /^[0-9a-f]+$/.test(text)) return text;
  throw new Error(`${text.slice(0, 40)}: expected ${digits} hexadecimal digits`);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function list(json: unknown, name: string): readonly Json[] {
  if (typeof json !== "object" || json === null) throw new Error("expected an object of OTLP");
  const value = (json as Json)[name] ?? [];
  if (!Array.isArray(value)) throw new Error(`${name}: expected a list`);
  return value as readonly Json[];
}

function attributesOf(of: Json | undefined): Attributes {
  const pairs = of === undefined ? [] : list(of, "attributes");
  return Object.fromEntries(pairs.map((pair) => [textOf(pair["key"]), valueOf(pair["value"] as Json | undefined)]));
}

/** `{intValue: "5"}` is 5: OTLP has whole numbers as texts, too. */
function valueOf(value: Json | undefined): unknown {
  const [[type, content] = ["", undefined]] = Object.entries(value ?? {});
  if (type === "intValue" || type === "doubleValue") return Number(content);
  if (type === "arrayValue") return list(content, "values").map(valueOf);
  return content;
}
