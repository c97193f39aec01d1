import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { Agent, get } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { verifyAudit } from "../../../sandbox/observe/audit.ts";
import { bundleApp } from "../../../sandbox/stack/bundle.ts";
import { calling, openTraceSink } from "../../helpers/trace-sink.ts";
import { sendMail } from "../../helpers/smtp-client.ts";

/** One of our apps, bundled, run by plain Node in a folder that has nothing else. */
async function start(app: string, env: Record<string, string>, beside: readonly string[] = []) {
  const folder = await mkdtemp(path.join(tmpdir(), "firedrill-test-"));
  await writeFile(path.join(folder, "app.mjs"), await bundleApp(app));
  for (const one of beside) {
    await mkdir(path.dirname(path.join(folder, one)), { recursive: true });
    await writeFile(path.join(folder, `${one}.mjs`), await bundleApp(one));
  }
  const child = spawn(process.execPath, ["app.mjs"], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit").then(([code]) => code as number | null);
  let complaint = "";
  child.stderr.on("data", (chunk) => (complaint += String(chunk)));
  return {
    /** The first line that it prints: where it listens. */
    listening: async <T>() => {
      const line = once(createInterface({ input: child.stdout }), "line").then(
        ([text]) => JSON.parse(String(text)) as T,
      );
      const early = ended.then((code) => Promise.reject(new Error(`it ended with ${code}: ${complaint}`)));
      return Promise.race([line, early]);
    },
    terminate: () => {
      child.kill("SIGTERM");
      return ended;
    },
    ended: async () => ({ code: await ended, complaint }),
    [Symbol.asyncDispose]: async () => {
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

const anyPort = { API_PORT: "0", API_CONTROL_PORT: "0" };

test("the API runs alone, says where even when it logs nothing else, and ends in peace with connections open", async () => {
  await using api = await start("api", { ...anyPort, API_CONTROL_TOKEN: "secret", LOG_LEVEL: "error" });
  const { url, controlUrl } = await api.listening<{ url: string; controlUrl: string }>();
  const agent = new Agent({ keepAlive: true });
  const [response] = await once(get(new URL("/api/bonds", url), { agent }), "response");
  response.resume();
  await once(response, "end");
  const headers = { authorization: "Bearer secret" };
  expect((await fetch(new URL("/faults", controlUrl), { headers })).status).toBe(200);
  // Exit code 1 would mean that the grace period ran out.
  expect(await api.terminate()).toBe(0);
  agent.destroy();
});

test("the API keeps its logs in a directory, and has written all of them when it ends", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "firedrill-test-"));
  try {
    await using api = await start("api", { API_PORT: "0", LOG_DIR: path.join(folder, "logs") });
    const { url } = await api.listening<{ url: string }>();
    expect((await fetch(new URL("/health/live", url))).status).toBe(200);
    expect((await fetch(new URL("/api/bonds", url))).status).toBe(503); // it has no database
    expect(await api.terminate()).toBe(0);
    const statuses = async (name: string) =>
      (await readFile(path.join(folder, "logs", name), "utf8"))
        .trim()
        .split("\n")
        .flatMap((line) => (JSON.parse(line) as Record<string, unknown>)["http.response.status_code"] ?? []);
    expect(await statuses("combined.log")).toEqual([200, 503]);
    expect(await statuses("error.log")).toEqual([503]);
    // Started, stopped.
    expect(await verifyAudit(path.join(folder, "logs", "audit.log"))).toMatchObject({ whole: true, lines: 2 });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("the API traces by what lies beside it, has sent everything when it ends, and without tracing does not look for it", async () => {
  await using sink = await openTraceSink();
  const env = { API_PORT: "0", OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" };
  await using api = await start("api", env, ["api/tracing"]);
  const { url } = await api.listening<{ url: string }>();
  const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
  await fetch(new URL("/api/bonds", url), { headers: calling(traceId) }); // it has no database
  expect(await api.terminate()).toBe(0);
  expect(sink.store.find(traceId)).toMatchObject([{ name: "GET /api/bonds" }, { name: "select bonds", failed: true }]);
  await using alone = await start("api", env);
  expect(await alone.ended()).toMatchObject({ code: 1, complaint: expect.stringContaining("api/tracing.mjs") });
  expect(await bundleApp("api")).not.toContain("TraceIdRatioBased");
  expect(await bundleApp("api/tracing")).toContain("TraceIdRatioBased");
});

test("a request that never ends is cut off", async () => {
  await using api = await start("api", { API_PORT: "0" });
  const { url } = await api.listening<{ url: string }>();
  const stuck = connect(Number(new URL(url).port), "127.0.0.1").on("error", () => {});
  stuck.write("POST /api/bonds HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{");
  expect((await fetch(new URL("/health/live", url))).status).toBe(200); // by now, the other one is being read
  expect(await api.terminate()).toBe(1);
  stuck.destroy();
});

test("the API opens no control port that anyone may use", async () => {
  await using api = await start("api", anyPort);
  expect(await api.ended()).toMatchObject({ code: 1, complaint: expect.stringContaining("without API_CONTROL_TOKEN") });
});

test("without a control port the API has none", async () => {
  await using api = await start("api", { API_PORT: "0" });
  expect(await api.listening()).not.toHaveProperty("controlUrl");
});

test("a taken port is an error, not a hang", async () => {
  await using first = await start("inbox", { INBOX_PORT: "0", INBOX_SMTP_PORT: "0" });
  const { smtp } = await first.listening<{ smtp: { port: number } }>();
  await using second = await start("inbox", { INBOX_PORT: "0", INBOX_SMTP_PORT: String(smtp.port) });
  expect(await second.ended()).toMatchObject({ code: 1, complaint: expect.stringContaining("EADDRINUSE") });
});

test("the inbox runs alone, takes HTTP and SMTP, and ends in peace", async () => {
  await using inbox = await start("inbox", { INBOX_PORT: "0", INBOX_SMTP_PORT: "0" });
  const { url, smtp } = await inbox.listening<{ url: string; smtp: { host: string; port: number } }>();
  await sendMail(smtp, "X-Firedrill-Alerts: firing:A:00\nSubject: x\n\ny");
  await fetch(new URL("/webhook/r", url), { method: "POST", body: '{"alerts":[]}' });
  const answer = await (await fetch(new URL("/deliveries", url))).json();
  expect(answer).toMatchObject({ deliveries: [{ kind: "email" }, { kind: "webhook" }] });
  expect(await inbox.terminate()).toBe(0);
});

test("an app is bundled once", async () => {
  expect(bundleApp("inbox")).toBe(bundleApp("inbox"));
  await expect(bundleApp("none")).rejects.toMatchObject({
    code: "boot-failed",
    message: expect.stringContaining("none"),
  });
});
