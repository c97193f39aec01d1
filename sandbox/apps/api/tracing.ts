import { ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import { parseTraceParent, TraceState } from "@opentelemetry/core";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import type { IncomingHttpHeaders } from "node:http";
import type { AboutError } from "./log/about-error.ts";
import { OtelSpan } from "./otel/otel-span.ts";
import { poster } from "./otel/post.ts";
import { SpanQueue } from "./otel/span-queue.ts";
import { wireOf } from "./otel/wire.ts";
import type { TraceSettings } from "./trace/settings.ts";
import type { Tracing } from "./trace/tracing.ts";

interface TracedProcess {
  readonly version: string;
  readonly environment: string;
  /** What may be told of an error. */
  readonly about: AboutError;
  /** Called when the backend begins to take nothing, and with nothing when it does again. */
  readonly tell: (failure: Error | undefined) => void;
}

/**
 * OpenTelemetry, in a bundle of its own (`trace/load.ts`). Spans are handed from one to another, not found by what runs just now:
 * whatever asks something for a request has that request at hand, and following each promise would cost every request, told or not.
 */
export function openTracing(settings: TraceSettings, { version, environment, about, tell }: TracedProcess): Tracing {
  const { form, url, headers, delayMs, capacity, batch, timeoutMs } = settings;
  const queue = new SpanQueue({
    wire: wireOf(form),
    post: poster(url, headers),
    tell,
    delayMs,
    capacity,
    batch: Math.min(batch, capacity),
    timeoutMs,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.version": version,
      "deployment.environment.name": environment,
      ...settings.resource,
      "service.name": settings.serviceName,
    }),
    sampler: samplerOf(settings),
    spanProcessors: [queue],
  });
  const around = { tracer: provider.getTracer("bailbondpro", version), about };
  return {
    request: (name, given) => {
      const caller = callerOf(given);
      const context = caller ? trace.setSpanContext(ROOT_CONTEXT, caller) : ROOT_CONTEXT;
      const span = around.tracer.startSpan(name, { kind: SpanKind.SERVER }, context);
      return new OtelSpan(span, around, caller && tracestateOf(given));
    },
    get sent() {
      return queue.sent;
    },
    get dropped() {
      return queue.dropped;
    },
    close: (deadlineMs) => queue.close(deadlineMs),
  };
}

function samplerOf({ ratio, parentBased }: TraceSettings) {
  const root =
    ratio === 0 ? new AlwaysOffSampler() : ratio === 1 ? new AlwaysOnSampler() : new TraceIdRatioBasedSampler(ratio);
  return parentBased ? new ParentBasedSampler({ root }) : root;
}

function callerOf({ traceparent }: IncomingHttpHeaders) {
  const parsed = typeof traceparent === "string" ? parseTraceParent(traceparent) : null;
  return parsed ? { ...parsed, isRemote: true } : undefined;
}

/** What there is of others', without what has not the form. */
function tracestateOf({ tracestate }: IncomingHttpHeaders): string | undefined {
  const text = [tracestate ?? []].flat().join(",");
  return (text !== "" && new TraceState(text).serialize()) || undefined;
}
