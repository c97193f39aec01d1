import { SpanKind, SpanStatusCode } from "@opentelemetry/api";
import type { HrTime } from "@opentelemetry/api";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";

/** One span in Zipkin's second version of JSON: every value is a text, and times are whole microseconds. */
export function zipkinSpan(span: ReadableSpan): Readonly<Record<string, unknown>> {
  const { traceId, spanId } = span.spanContext();
  const { attributes, resource, status } = span;
  const failed = status.code === SpanStatusCode.ERROR;
  const error = failed ? { error: attributes["error.type"] ?? "true", "otel.status_code": "ERROR" } : {};
  return {
    traceId,
    id: spanId,
    ...(span.parentSpanContext ? { parentId: span.parentSpanContext.spanId } : {}),
    name: span.name,
    kind: span.kind === SpanKind.SERVER ? "SERVER" : "CLIENT",
    timestamp: microseconds(span.startTime),
    duration: Math.max(1, microseconds(span.duration)),
    localEndpoint: { serviceName: resource.attributes["service.name"] },
    ...remote(attributes),
    tags: texts({ ...resource.attributes, ...attributes, ...error }),
    annotations: span.events.map((event) => ({
      timestamp: microseconds(event.time),
      value: `${event.name}: ${JSON.stringify(event.attributes ?? {})}`,
    })),
  };
}

/** What Zipkin draws its map of services by. */
function remote(attributes: ReadableSpan["attributes"]) {
  const peer = attributes["db.system.name"] ?? attributes["server.address"];
  return peer === undefined ? {} : { remoteEndpoint: { serviceName: String(peer), port: attributes["server.port"] } };
}

function texts(attributes: ReadableSpan["attributes"]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      Array.isArray(value) ? JSON.stringify(value) : String(value),
    ]),
  );
}

function microseconds([seconds, nanoseconds]: HrTime): number {
  return seconds * 1e6 + Math.floor(nanoseconds / 1e3);
}
