import { ROOT_CONTEXT } from "@opentelemetry/api";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";
import type { Post, Posted } from "../../../sandbox/apps/api/otel/post.ts";
import { SpanQueue } from "../../../sandbox/apps/api/otel/span-queue.ts";
import type { QueueOptions } from "../../../sandbox/apps/api/otel/span-queue.ts";
import type { Wire } from "../../../sandbox/apps/api/otel/wire.ts";
import { until } from "../../../sandbox/wait.ts";

const taken: Posted = { again: false, taken: true, body: Buffer.from("") };
const later: Posted = { again: true, why: new Error("away") };

/** A queue whose backend answers as told, batch by batch, and then takes all; and what it was sent, by the spans' names. */
function open(answers: Posted[], options: Partial<QueueOptions> = {}) {
  const posts: string[][] = [];
  const told: (string | undefined)[] = [];
  const wire: Wire = {
    contentType: "text/plain",
    write: (spans) => spans.map(({ name }) => name).join(),
    refused: (answer) => answer.length,
  };
  const post: Post = (_type, body) => {
    posts.push(String(body).split(","));
    return Promise.resolve(answers.shift() ?? taken);
  };
  const tell = (failure: Error | undefined) => void told.push(failure?.message);
  const limits = { delayMs: 0, capacity: 10, batch: 2, timeoutMs: 10_000, backOff: () => 0 };
  const queue = new SpanQueue({ wire, post, tell, ...limits, ...options });
  const tracer = new TracerProvider({ spanProcessors: [queue] }).getTracer("test");
  const end = (...names: string[]) => names.forEach((name) => tracer.startSpan(name, {}, ROOT_CONTEXT).end());
  const settled = (count: number) =>
    until(
      () => Promise.resolve(queue.sent + queue.dropped >= count ? { seen: true } : { missing: `${queue.sent} sent` }),
      { what: `${count} spans to be sent or dropped`, withinMs: 10_000, everyMs: 1 },
    );
  return { queue, posts, told, end, settled };
}

/** Never answers, unless it is given up. */
const hangs: Post = (_type, _body, signal) =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(later)));

test("batches are sent one after the other, in order", async () => {
  const { queue, posts, end, settled } = open([]);
  end("a", "b", "c", "d", "e");
  await settled(5);
  expect(posts).toEqual([["a", "b"], ["c", "d"], ["e"]]);
  expect(queue).toMatchObject({ sent: 5, dropped: 0 });
});

test("what may be taken later is sent again before any other, and an outage is told once", async () => {
  const { queue, posts, told, end, settled } = open([later, later]);
  end("a", "b", "c");
  await settled(3);
  expect(posts).toEqual([["a", "b"], ["a", "b"], ["a", "b"], ["c"]]);
  expect(queue).toMatchObject({ sent: 3, dropped: 0 });
  expect(told).toEqual(["away", undefined]);
});

test("what is refused is dropped and counted, as many as the answer says", async () => {
  const refused: Posted = { again: false, taken: false, body: Buffer.from("") };
  const partly: Posted = { again: false, taken: true, body: Buffer.from("x") };
  const { queue, end, settled } = open([refused, partly]);
  end("a", "b", "c", "d", "e");
  await settled(5);
  expect(queue).toMatchObject({ sent: 2, dropped: 3 });
});

test("a backend that hangs takes nothing, holds nobody up, and what does not fit is dropped", async () => {
  const { queue, end } = open([], { post: hangs, capacity: 3 });
  end("a", "b", "c", "d", "e");
  expect(queue).toMatchObject({ sent: 0, dropped: 2 });
  await queue.close(0);
  end("f");
  expect(queue).toMatchObject({ sent: 0, dropped: 6 });
});

test("closing sends what is left at once, also where it was to be tried again in a long while", async () => {
  const { queue, end } = open([], { delayMs: 3_600_000, batch: 10 });
  end("a", "b");
  await queue.close(60_000);
  expect(queue).toMatchObject({ sent: 2, dropped: 0 });

  const failing = open([later], { backOff: () => 3_600_000 });
  failing.end("a", "b");
  await until(() => Promise.resolve(failing.told.length > 0 ? { seen: true } : { missing: "no failure" }), {
    what: "the first attempt",
    withinMs: 10_000,
    everyMs: 1,
  });
  await failing.queue.close(60_000);
  expect(failing.queue).toMatchObject({ sent: 2, dropped: 0 });
});
