import type { ServerResponse } from "node:http";

/** How the server of known behaviour answers; `every`: so does one request in so many, the others at once or after `ms`. */
export type Behaviour =
  | { readonly kind: "fixed"; readonly ms: number }
  | { readonly kind: "bimodal"; readonly ms: number; readonly slowMs: number; readonly every: number }
  /** `spread`: the standard deviation of the times' logarithms. The same times for the same seed. */
  | { readonly kind: "log-normal"; readonly medianMs: number; readonly spread: number; readonly seed: number }
  /** Nothing is answered for a while, the first time so long after the first request: what comes waits in a queue. */
  | { readonly kind: "stall"; readonly afterMs: number; readonly forMs: number; readonly everyMs: number }
  /** Closed: without an answer, or in the middle of its body. */
  | { readonly kind: "drop"; readonly ms: number; readonly every: number; readonly where: "before" | "middle" }
  | { readonly kind: "reset"; readonly ms: number; readonly every: number }
  /** The status and half of the body at once, the rest after `slowMs`. */
  | { readonly kind: "slow-body"; readonly slowMs: number; readonly every: number }
  | { readonly kind: "wrong-body"; readonly every: number }
  | { readonly kind: "status"; readonly status: number; readonly every: number };

export const goodBody = '{"status":"ok"}';
const half = Math.floor(goodBody.length / 2);

type Answer = (response: ServerResponse, n: number) => void;
type Makers = { readonly [K in Behaviour["kind"]]: (behaviour: Extract<Behaviour, { kind: K }>) => Answer };

const good = (response: ServerResponse): void => void response.end(goodBody);

const makers: Makers = {
  fixed:
    ({ ms }) =>
    (response) =>
      after(ms, () => good(response)),
  bimodal:
    ({ ms, slowMs, every }) =>
    (response, n) =>
      after(n % every === 0 ? slowMs : ms, () => good(response)),
  "log-normal": ({ medianMs, spread, seed }) => {
    const random = numbers(seed);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return (response) => after(medianMs * Math.exp(spread * normal()), () => good(response));
  },
  stall: ({ afterMs, forMs, everyMs }) => {
    let begun = 0;
    return (response, n) => {
      const now = performance.now();
      if (n === 1) begun = now;
      const sinceMs = now - begun - afterMs;
      const intoMs = sinceMs % everyMs;
      after(sinceMs >= 0 && intoMs < forMs ? forMs - intoMs : 0, () => good(response));
    };
  },
  drop:
    ({ ms, every, where }) =>
    (response, n) =>
      after(ms, () => {
        if (n % every !== 0) good(response);
        else if (where === "middle") cut(response);
        else response.socket?.end();
      }),
  reset:
    ({ ms, every }) =>
    (response, n) =>
      after(ms, () => void (n % every === 0 ? response.socket?.resetAndDestroy() : good(response))),
  "slow-body":
    ({ slowMs, every }) =>
    (response, n) => {
      if (n % every !== 0) return good(response);
      response.setHeader("content-length", goodBody.length).write(goodBody.slice(0, half));
      after(slowMs, () => response.end(goodBody.slice(half)));
    },
  "wrong-body":
    ({ every }) =>
    (response, n) =>
      void response.end(n % every === 0 ? "<h1>Sorry</h1>" : goodBody),
  status:
    ({ status, every }) =>
    (response, n) => {
      if (n % every === 0) response.statusCode = status;
      good(response);
    },
};

/** `n` is the number of the request, from 1. */
export function answers(behaviour: Behaviour): Answer {
  const make = makers[behaviour.kind] as (behaviour: Behaviour) => Answer;
  return make(behaviour);
}

function cut(response: ServerResponse): void {
  response.setHeader("content-length", goodBody.length).write(goodBody.slice(0, half), () => response.socket?.end());
}

/** A timer knows whole milliseconds only. What is to be known is awaited to the point: the last one by looking at the clock. */
function after(ms: number, then: () => void): void {
  if (ms <= 0) return then();
  const due = performance.now() + ms;
  const look = (): void => {
    if (performance.now() >= due) then();
    else setImmediate(look);
  };
  if (ms > 1) setTimeout(look, ms - 1);
  else look();
}

/** From 0 up to, but without, 1: xorshift of 32 bits. */
function numbers(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
