import type { KeptSpan } from "./otlp.ts";

/** One trace in a list of them: what its first request was, as far as its spans have come. */
export interface Summary {
  readonly traceId: string;
  readonly name: string;
  /** The route's pattern and the answer's status; undefined as long as the request's own span has not come. */
  readonly route: string | undefined;
  readonly status: number | undefined;
  readonly startMs: number;
  readonly durationMs: number;
  readonly spans: number;
  readonly failed: boolean;
}

/** Which traces are asked for; what is not given does not matter. */
export interface Choice {
  readonly route?: string | undefined;
  readonly status?: number | undefined;
  readonly atLeastMs?: number | undefined;
  readonly limit: number;
}

interface Limits {
  readonly traces: number;
  /** Of one trace. */
  readonly spans: number;
}

/** The newest traces, in memory: beyond so many the one that began first is forgotten, and spans beyond a trace's share are dropped. */
export class Store {
  /** Spans that were not kept, and traces that are no longer. */
  dropped = 0;
  forgotten = 0;
  readonly #limits: Limits;
  readonly #traces = new Map<string, KeptSpan[]>();

  constructor(limits: Limits = { traces: 2000, spans: 500 }) {
    this.#limits = limits;
  }

  keep(span: KeptSpan): void {
    let spans = this.#traces.get(span.traceId);
    if (spans === undefined) {
      spans = [];
      this.#traces.set(span.traceId, spans);
      const [first] = this.#traces.keys();
      if (this.#traces.size > this.#limits.traces && first !== undefined) {
        this.#traces.delete(first);
        this.forgotten += 1;
      }
    }
    if (spans.length >= this.#limits.spans) this.dropped += 1;
    else if (!spans.some(({ spanId }) => spanId === span.spanId)) spans.push(span);
  }

  /** Its spans, by when they began, a parent before what it asked for; undefined where there is none of this id. */
  find(traceId: string): readonly KeptSpan[] | undefined {
    const spans = this.#traces.get(traceId);
    const byId = new Map(spans?.map((span) => [span.spanId, span]));
    // Clocks of whole milliseconds let many begin at once.
    return spans?.toSorted((a, b) => a.startMs - b.startMs || depth(a, byId) - depth(b, byId));
  }

  /** The newest first. */
  recent({ route, status, atLeastMs = 0, limit }: Choice): readonly Summary[] {
    const all = [...this.#traces.values()].toReversed().map(summaryOf);
    const chosen = all.filter(
      (trace) =>
        (route === undefined || trace.route === route) &&
        (status === undefined || trace.status === status) &&
        trace.durationMs >= atLeastMs,
    );
    return chosen.slice(0, limit);
  }
}

/** How many are above it. One whose parents go in a circle was never sent by anybody honest: it ends somewhere. */
function depth(span: KeptSpan, byId: ReadonlyMap<string, KeptSpan>): number {
  let above = 0;
  for (let at = byId.get(span.parentId ?? ""); at && above < byId.size; at = byId.get(at.parentId ?? "")) above += 1;
  return above;
}

function summaryOf(spans: readonly KeptSpan[]): Summary {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const root = spans.find(({ kind, parentId }) => kind === "server" && !ids.has(parentId ?? "")) ?? spans[0];
  const startMs = Math.min(...spans.map((span) => span.startMs));
  const status = root?.attributes["http.response.status_code"];
  return {
    traceId: root?.traceId ?? "",
    name: root?.name ?? "",
    route: root?.attributes["http.route"] as string | undefined,
    status: status === undefined ? undefined : Number(status),
    startMs,
    durationMs: Math.max(...spans.map((span) => span.startMs + span.durationMs)) - startMs,
    spans: spans.length,
    failed: spans.some(({ failed }) => failed),
  };
}
