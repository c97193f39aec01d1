/** What is said of a piece of work, by OpenTelemetry's semantic conventions: in words of ours, never in what came in. */
export type Attributes = Readonly<Record<string, string | number>>;

/** Something that is asked of others: what its span is called, and says. */
export interface Question {
  readonly name: string;
  readonly attributes: Attributes;
}

/** A piece of work for a request: a request itself, or something that is asked of others for it. */
export interface Span {
  readonly traceId: string;
  /** Where its trace was not sampled nobody is told of it: it only passes the trace on. */
  readonly sampled: boolean;
  /** Begins something that is asked of others for it; undefined where nobody would be told of that. */
  ask(question: Question): Span | undefined;
  /** For whoever is asked over HTTP: `traceparent` with this span in it, and `tracestate` as it came. */
  headers(): Readonly<Record<string, string>>;
  set(attributes: Attributes): void;
  /** It failed by an error, of which no more is told than in a log; or, where there is none, in a word. */
  fail(by: Error | string): void;
  end(): void;
}
