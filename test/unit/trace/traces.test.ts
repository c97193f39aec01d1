import { describe, expect, test } from "vitest";
import { readOtlp } from "../../../sandbox/apps/traces/otlp.ts";
import type { KeptSpan } from "../../../sandbox/apps/traces/otlp.ts";
import { Store } from "../../../sandbox/apps/traces/store.ts";
import { openTraceSink } from "../../helpers/trace-sink.ts";

const id = (n: number) => String(n).padStart(32, "0");

/** A request of a trace of its own. */
const span = (n: number, more: Partial<KeptSpan> = {}): KeptSpan => ({
  traceId: id(n),
  spanId: "00000000000000aa",
  service: "s",
  name: "GET /a",
  kind: "server",
  startMs: n,
  durationMs: 5,
  failed: false,
  attributes: { "http.route": "/a", "http.response.status_code": 200 },
  events: [],
  ...more,
});

describe("the store", () => {
  test("keeps the newest traces, and of each so many spans, each once", () => {
    const store = new Store({ traces: 2, spans: 2 });
    for (const n of [1, 2, 2, 3]) store.keep(span(n));
    for (const spanId of ["00000000000000bb", "00000000000000cc"]) store.keep(span(3, { spanId }));
    expect(store.find(id(1))).toBeUndefined();
    expect(store.find(id(2))).toHaveLength(1);
    expect(store.find(id(3))).toHaveLength(2);
    expect(store).toMatchObject({ forgotten: 1, dropped: 1 });
  });

  test("finds by route, status and duration, the newest first", () => {
    const store = new Store();
    store.keep(span(1));
    store.keep(span(2, { durationMs: 50 }));
    store.keep(span(3, { attributes: { "http.route": "/b", "http.response.status_code": 500 } }));
    const ids = (choice: object) => store.recent({ limit: 10, ...choice }).map(({ traceId }) => Number(traceId));
    expect(ids({})).toEqual([3, 2, 1]);
    expect(ids({ limit: 1 })).toEqual([3]);
    expect(ids({ route: "/a" })).toEqual([2, 1]);
    expect(ids({ status: 500 })).toEqual([3]);
    expect(ids({ atLeastMs: 20 })).toEqual([2]);
    expect(ids({ route: "/c" })).toEqual([]);
  });

  test("spans whose parents go in a circle are shown all the same", () => {
    const store = new Store();
    store.keep(span(1, { spanId: "00000000000000aa", parentId: "00000000000000bb" }));
    store.keep(span(1, { spanId: "00000000000000bb", parentId: "00000000000000aa" }));
    expect(store.find(id(1))).toHaveLength(2);
  });
});

test("what is no OTLP is said, and where", () => {
  expect(readOtlp({})).toEqual([]);
  expect(() => readOtlp([1])).not.toThrow();
  expect(() => readOtlp("x")).toThrow("expected an object of OTLP");
  expect(() => readOtlp({ resourceSpans: 1 })).toThrow("resourceSpans: expected a list");
  const spans = [{ traceId: "no", spanId: "00000000000000aa" }];
  expect(() => readOtlp({ resourceSpans: [{ scopeSpans: [{ spans }] }] })).toThrow(
    "no: expected 32 hexadecimal digits",
  );
});

describe("over HTTP", () => {
  const post = (url: string, body: string, type = "application/json") =>
    fetch(new URL("/v1/traces", url), { method: "POST", body, headers: { "content-type": type } });

  test("what can't be taken is refused with the reason", async () => {
    await using sink = await openTraceSink();
    expect((await post(sink.url, "{}")).status).toBe(200);
    const protobuf = await post(sink.url, "x", "application/x-protobuf");
    expect(protobuf.status).toBe(415);
    expect(await protobuf.text()).toContain("http/json");
    expect((await post(sink.url, "{")).status).toBe(400);
  });

  test("a trace is found by its id, as JSON and as a page, which escapes", async () => {
    await using sink = await openTraceSink();
    sink.store.keep(span(7, { name: "<script>" }));
    const get = async (path: string) => (await fetch(new URL(path, sink.url))).text();
    expect(JSON.parse(await get(`/traces/${id(7)}`))).toMatchObject({ traceId: id(7), spans: [{ name: "<script>" }] });
    for (const page of [await get("/"), await get(`/${id(7)}`)]) {
      expect(page).toContain("&lt;script&gt;");
      expect(page).not.toContain("<script>");
    }
    expect(JSON.parse(await get("/traces?status=200"))).toMatchObject({ traces: [{ traceId: id(7), status: 200 }] });
    expect((await fetch(new URL(`/traces/${id(8)}`, sink.url))).status).toBe(404);
  });
});
