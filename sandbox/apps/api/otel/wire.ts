import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import type { TraceSettings } from "../trace/settings.ts";
import { zipkinSpan } from "./zipkin.ts";

/** How spans are written for a backend, and how many of them its answer says that it refused. */
export interface Wire {
  readonly contentType: string;
  write(spans: readonly ReadableSpan[]): Uint8Array | string;
  refused(answer: Uint8Array): number;
}

const json = { serializer: JsonTraceSerializer, contentType: "application/json" };
const protobuf = { serializer: ProtobufTraceSerializer, contentType: "application/x-protobuf" };

export function wireOf(form: TraceSettings["form"]): Wire {
  if (form === "zipkin") {
    const write = (spans: readonly ReadableSpan[]) => JSON.stringify(spans.map(zipkinSpan));
    return { contentType: "application/json", write, refused: () => 0 };
  }
  const { serializer, contentType } = form === "json" ? json : protobuf;
  return {
    contentType,
    write: (spans) => serializer.serializeRequest([...spans]) ?? "",
    refused: (answer) => {
      try {
        return serializer.deserializeResponse(answer).partialSuccess?.rejectedSpans ?? 0;
      } catch {
        // It took them, and says so in a way of its own.
        return 0;
      }
    },
  };
}
