import type { IncomingHttpHeaders } from "node:http";
import type { Span } from "./span.ts";

/** Tells a tracing backend of requests; nobody who has something to tell waits for it. */
export interface Tracing {
  /** Begins the span of a request, in the trace of its caller where it names one. */
  request(name: string, headers: IncomingHttpHeaders): Span;
  /** Spans that the backend has taken so far, and those that it will never have: there was no room, or it refused them. */
  readonly sent: number;
  readonly dropped: number;
  /** Takes no more; sends what is left for so many milliseconds at most, and drops the rest. */
  close(deadlineMs: number): Promise<void>;
}
