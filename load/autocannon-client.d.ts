/**
 * autocannon's connection: what it opens a socket, writes requests and parses answers with. `setupClient` hands it
 * out; its types leave out the parts that are overridden here. True of autocannon 9.0.0.
 */
declare module "autocannon/lib/httpClient.js" {
  import type { EventEmitter } from "node:events";
  import type { Socket } from "node:net";

  export interface ClientRequest {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  }

  export interface ClientOptions {
    readonly protocol: "http:";
    readonly hostname: string;
    readonly port: number;
    /** The Host header. */
    readonly host: string;
    readonly requests: readonly ClientRequest[];
    /** Seconds from a request's sending. */
    readonly timeout: number;
  }

  interface Answers {
    insertRequest(): void;
    addByteCount(count: number): void;
    setHeaders(headers: AnswerHeaders): void;
    addBody(part: Buffer): void;
    /** Gives `response` what it is emitted with. */
    terminateRequest(): { readonly headers: AnswerHeaders };
    clear(): void;
  }

  export interface AnswerHeaders {
    readonly statusCode: number;
    readonly shouldKeepAlive: boolean;
  }

  /**
   * Emits `response` (status code), `headers`, `connError`, `timeout`. The constructor connects and sends at once;
   * a connection that ended is opened again, and an answer followed by the next request, by the two methods below.
   */
  export default class Client extends EventEmitter {
    constructor(options: ClientOptions);
    readonly conn: Socket | undefined;
    readonly destroyed: boolean;
    readonly parser: { finish(): Error | undefined };
    /** Milliseconds. */
    readonly timeout: number;
    readonly timeoutTicker: { reschedule(ms: number): void };
    /** What is known of the answer that is being read: one at a time, as long as nothing is pipelined. */
    pipelinedRequests: Answers;
    _connect(): void;
    _doRequest(): void;
    destroy(): void;
  }
}

declare module "autocannon/lib/httpRequestBuilder.js" {
  import type { ClientOptions, ClientRequest } from "autocannon/lib/httpClient.js";

  /** What goes over the wire for a request. */
  export default function requestBuilder(defaults: ClientOptions): (request: ClientRequest) => Buffer;
}
