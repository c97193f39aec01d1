import { context, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { Context, Span as ApiSpan, Tracer } from "@opentelemetry/api";
import type { AboutError } from "../log/about-error.ts";
import type { Attributes, Question, Span } from "../trace/span.ts";

/** What all spans of a process have in common. */
export interface Around {
  readonly tracer: Tracer;
  readonly about: AboutError;
}

/** OpenTelemetry's own span, by the few words that the API knows. */
export class OtelSpan implements Span {
  readonly traceId: string;
  readonly sampled: boolean;
  readonly #span: ApiSpan;
  readonly #around: Around;
  readonly #tracestate: string | undefined;
  #context: Context | undefined;
  #failed = false;

  /** `tracestate` is what others keep of theirs: it is passed on, and told to no backend. */
  constructor(span: ApiSpan, around: Around, tracestate: string | undefined) {
    const { traceId } = span.spanContext();
    this.traceId = traceId;
    this.sampled = span.isRecording();
    this.#span = span;
    this.#around = around;
    this.#tracestate = tracestate;
  }

  ask({ name, attributes }: Question): Span | undefined {
    if (!this.sampled) return undefined;
    this.#context ??= trace.setSpan(context.active(), this.#span);
    const span = this.#around.tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes }, this.#context);
    return new OtelSpan(span, this.#around, this.#tracestate);
  }

  headers(): Readonly<Record<string, string>> {
    const { traceId, spanId, traceFlags } = this.#span.spanContext();
    const traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
    return this.#tracestate === undefined ? { traceparent } : { traceparent, tracestate: this.#tracestate };
  }

  set(attributes: Attributes): void {
    this.#span.setAttributes(attributes);
  }

  fail(by: Error | string): void {
    if (!this.sampled || this.#failed) return;
    this.#failed = true;
    this.#span.setStatus({ code: SpanStatusCode.ERROR });
    if (typeof by === "string") return void this.#span.setAttribute("error.type", by);
    const { type, code, message, stack } = this.#around.about(by);
    this.#span.setAttribute("error.type", code ?? type);
    this.#span.addEvent("exception", {
      "exception.type": type,
      "exception.message": message,
      ...(stack === undefined ? {} : { "exception.stacktrace": stack }),
    });
  }

  end(): void {
    this.#span.end();
  }
}
