import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { api } from "../../sandbox/services/api.ts";
import { inbox } from "../../sandbox/services/inbox.ts";
import { prometheus } from "../../sandbox/services/prometheus.ts";
import { promtool } from "../../sandbox/services/promtool.ts";
import type { Ready, Runtime, Service } from "../../sandbox/stack/service.ts";
import { startStack } from "../../sandbox/stack/stack.ts";
import { until } from "../../sandbox/wait.ts";
import { listeners } from "./listeners.ts";
import { runtimes, testPlace } from "./runtimes.ts";
import type { TestRuntime } from "./runtimes.ts";
import { answers, neverReady, nodeCommand, prepared, quits, scrapes, spy } from "./contract-services.ts";

/** The contract of a runtime, as the tests of a file: one file for each, so that they run side by side. */
export function contractOf(wanted: TestRuntime["kind"]): void {
  afterAll(() => rm(testPlace, { recursive: true, force: true }));
  for (const runtime of runtimes.filter(({ kind }) => kind === wanted)) {
    if (runtime.missing === undefined)
      describe(`the ${runtime.kind} runtime`, () => {
        contract(runtime);
      });
    else test.skip(`the ${runtime.kind} runtime: ${runtime.missing}`, () => {});
  }
}

function contract({ kind, open, remains }: TestRuntime): void {
  let runtime: Runtime;
  beforeAll(async () => {
    runtime = await open();
    await runtime.prepare([api(), inbox(), prometheus()], [promtool()], () => {});
  }, 180_000);
  afterAll(async () => {
    await runtime[Symbol.asyncDispose]();
    expect(await remains()).toEqual({ running: [], kept: [] });
  });

  describe("ready", () => {
    test("by an answer over HTTP", async () => {
      await using network = await runtime.network("http");
      const running = await network.start(api());
      expect(await answers(running.url("http"), "/health/live")).toBe(200);
      expect(running.url("http").hostname).toBe("127.0.0.1");
    });

    test("by a connection that is accepted", async () => {
      await using network = await runtime.network("tcp");
      const running = await network.start({ ...inbox(), ready: { tcp: true, port: "smtp" } });
      expect(await greeting(running.url("smtp"))).toMatch(/^220 /);
    });

    test("by a command that ends with 0", async () => {
      await using network = await runtime.network("command");
      const asks =
        "fetch(`http://127.0.0.1:${process.env.API_PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1))";
      const running = await network.start({ ...api(), ready: nodeCommand(asks) });
      expect(await answers(running.url("http"), "/health/live")).toBe(200);
    });

    test("is never what has ended: it is told at once, with its status and the tail of the log", async () => {
      await using network = await runtime.network("ends");
      const tokenless: Service = { ...api(), launch: () => ({ args: [], env: { API_CONTROL_PORT: "1" } }) };
      const start = network.start({ ...tokenless, readyWithinMs: 600_000 });
      await expect(start).rejects.toMatchObject({
        code: "boot-failed",
        message: expect.stringMatching(/api ended with exit code 1 .*without API_CONTROL_TOKEN/s),
      });
      expect((await remains()).running).toEqual([]);
    });
  });

  describe("not ready", () => {
    let whys: Readonly<Record<"status" | "port" | "command", unknown>>;
    // Side by side, as each takes all of its time: what one boot takes on this machine, now, several times over, so that
    // what is asked is there for long before it is over.
    beforeAll(async () => {
      await using network = await runtime.network("not-ready");
      const begun = performance.now();
      await network.start(api());
      const readyWithinMs = 1500 + 5 * (performance.now() - begun);
      const why = (name: string, ready: Ready<"http" | "control">): Promise<unknown> =>
        network.start({ ...api(), name, ready, readyWithinMs }).then(
          () => "it is ready",
          (error: unknown) => error,
        );
      const [status, port, command] = await Promise.all([
        why("status", { http: "/no/such/page", port: "http" }),
        // Without a token, the API opens no control port.
        why("port", { tcp: true, port: "control" }),
        why("command", { command: ["sh", "-c", "echo not today; exit 3"] }),
      ]);
      whys = { status, port, command };
      expect((await remains()).running).toHaveLength(1);
    });

    test("is what answers with another status: the error has it, and the tail of the log", () => {
      expect(whys.status).toMatchObject({
        code: "not-ready",
        message: expect.stringMatching(/404.*its last lines:.*HTTP Error/s),
      });
    });

    test("is a port on which nobody listens", () => {
      expect(whys.port).toMatchObject({ code: "not-ready", message: expect.stringMatching(/port.*listening/s) });
    });

    test("is a command that ends otherwise: the error has its status and what it said", () => {
      expect(whys.command).toMatchObject({ code: "not-ready", message: expect.stringMatching(/3.*not today/s) });
    });
  });

  describe("a stack", () => {
    test("starts what is needed first", async () => {
      const needed = inbox();
      const log: string[] = [];
      await using stack = await startStack([spy({ ...api(), needs: [needed] }, log), needed], runtime, "order");
      expect(stack.all()).toHaveLength(2);
      expect(log).toEqual(["api"]);
    });

    test("does not start what needs something that is never ready", async () => {
      const log: string[] = [];
      const needed = spy(neverReady(inbox()), log);
      const start = startStack([spy({ ...api(), needs: [needed] }, log)], runtime, "no-order");
      await expect(start).rejects.toMatchObject({ code: "not-ready", message: expect.stringContaining("inbox") });
      expect(log).toEqual(["inbox"]);
    });

    test("starts what a release looks at before it, where that is started at all", async () => {
      const log: string[] = [];
      const releases: string[] = [];
      const [target, never] = [spy(neverReady(inbox()), log), api()];
      const after = (release: string) => {
        releases.push(release);
        return [target, never];
      };
      const service: Service<"http"> = { ...scrapes({ target }), after };
      const start = startStack([spy(service, log), target], runtime, "after");
      await expect(start).rejects.toMatchObject({ code: "not-ready", message: expect.stringContaining("inbox") });
      expect(log).toEqual(["inbox"]);
      expect(releases).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+/)]);
      // The twin: without it, it starts.
      await using _ = await startStack([spy(service, log)], runtime, "after-nothing");
      expect(log).toEqual(["inbox", "prometheus"]);
    });

    test("starts side by side what does not need one another; the boot that fails leaves nothing", async () => {
      const log: string[] = [];
      const start = startStack([spy(neverReady(inbox()), log), spy(api(), log)], runtime, "beside");
      await expect(start).rejects.toMatchObject({ code: "not-ready" });
      expect(log.toSorted()).toEqual(["api", "inbox"]);
      expect((await remains()).running).toEqual([]);
    });

    test("is taken down newest first, and wholly", async () => {
      const log: string[] = [];
      const network = await runtime.network("down");
      const services: Service[] = [inbox(), api()];
      for (const service of services) {
        const running = await network.start(service);
        const stop = running[Symbol.asyncDispose].bind(running);
        running[Symbol.asyncDispose] = () => stop().then(() => void log.push(service.name));
      }
      expect((await remains()).running).toHaveLength(2);
      await network[Symbol.asyncDispose]();
      expect(log).toEqual(["api", "inbox"]);
      expect((await remains()).running).toEqual([]);
    });

    test("is interrupted in the middle of its boot, and leaves nothing", async () => {
      const interrupt = new AbortController();
      const log: string[] = [];
      const slow = { ...neverReady(api()), readyWithinMs: 600_000 };
      const start = startStack([spy(slow, log)], runtime, "interrupted", interrupt.signal);
      start.catch(() => {});
      await until(async () => ((await remains()).running.length > 0 ? { seen: true } : { missing: "nothing runs" }), {
        what: "the service to run",
        withinMs: 20_000,
      });
      interrupt.abort();
      await expect(start).rejects.toMatchObject({ code: "interrupted" });
      expect((await remains()).running).toEqual([]);
    });
  });

  test("peers reach one another by name, and files are where they are said to be", async () => {
    const target = api();
    const absent = inbox();
    await using stack = await startStack([target, scrapes({ target, absent })], runtime, "peers");
    const url = stack.named("prometheus")?.url("http") as URL;
    const up = await until(
      async () => {
        const response = await fetch(new URL("/api/v1/query?query=up", url));
        const { data } = (await response.json()) as {
          data: { result: { metric: { job: string }; value: [0, string] }[] };
        };
        const values = Object.fromEntries(data.result.map(({ metric, value }) => [metric.job, value[1]]));
        // A first scrape may take longer than the moment that it has here.
        const both = values["target"] === "1" && values["absent"] !== undefined;
        return both ? { seen: values } : { missing: JSON.stringify(values) };
      },
      { what: "both targets to be scraped", withinMs: 20_000 },
    );
    // The twin: a peer that was never started has a name as well, and is down.
    expect(up).toEqual({ target: "1", absent: "0" });
  });

  describe("preparation", () => {
    test("is done once, before the first start, and not again after a kill", async () => {
      await using network = await runtime.network("prepared");
      const running = await network.start(prepared("x"));
      await using _ = await running.kill();
    });

    test("is not done more often than that: a service that wants it twice never gets ready", async () => {
      await using network = await runtime.network("prepared-twice");
      const start = network.start({ ...prepared("xx"), readyWithinMs: 1500 });
      await expect(start).rejects.toMatchObject({ code: "not-ready" });
    });

    test("that fails is the error, with what it printed", async () => {
      await using network = await runtime.network("unprepared");
      const failing: Service = {
        ...api(),
        launch: () => ({ args: [], prepare: ["node", "-e", "console.error('no room'); process.exit(7)"] }),
      };
      await expect(network.start(failing)).rejects.toMatchObject({
        code: "boot-failed",
        message: expect.stringMatching(/7.*no room/s),
      });
      expect((await remains()).running).toEqual([]);
    });
  });

  if (kind === "container")
    test("cut off the network, a service is reached by no peer; afterwards it is found by its name again", async () => {
      const target = api();
      await using stack = await startStack([target, scrapes({ target })], runtime, "cut");
      const before = stack.get(target).url("http").href;
      const prometheusUrl = stack.named("prometheus")?.url("http") as URL;
      const isUp = (wanted: "0" | "1") =>
        until(
          async () => {
            const response = await fetch(new URL("/api/v1/query?query=up", prometheusUrl));
            const { data } = (await response.json()) as { data: { result: { value: [0, string] }[] } };
            const up = data.result[0]?.value[1];
            return up === wanted ? { seen: up } : { missing: `up is ${up}` };
          },
          { what: `up to be ${wanted}`, withinMs: 20_000 },
        );
      await isUp("1");
      {
        await using _ = await stack.get(target).cut();
        await isUp("0");
        expect(await answers(stack.get(target).url("http"), "/health/live")).toBe("TypeError");
        await stack.get(target).check();
      }
      expect(stack.get(target).url("http").href).toBe(before);
      expect(await answers(stack.get(target).url("http"), "/health/live")).toBe(200);
      await isUp("1");
    });
  else
    test("a process can't be cut off the network: it says why, and runs on", async () => {
      await using network = await runtime.network("no-cut");
      const running = await network.start(api());
      await expect(running.cut()).rejects.toMatchObject({
        code: "platform",
        message: expect.stringMatching(/api can't be cut off.*--runtime container/),
      });
      expect(await answers(running.url("http"), "/health/live")).toBe(200);
    });

  test.skipIf(process.platform !== "linux")("listens on loopback only", async () => {
    await using network = await runtime.network("loopback");
    const running = await network.start(api({ controlToken: "secret" }));
    for (const port of ["http", "control"] as const)
      expect(await listeners(Number(running.url(port).port))).toEqual(["127.0.0.1"]);
    // The twin: one that listens everywhere is seen.
    const open = createServer().listen(0, "0.0.0.0");
    await once(open, "listening");
    expect(await listeners((open.address() as AddressInfo).port)).toEqual(["0.0.0.0"]);
    open.close();
  });

  test("a paused service keeps its sockets and says nothing until it is thawed", async () => {
    await using network = await runtime.network("pause");
    const running = await network.start(api());
    expect(await answers(running.url("http"), "/health/live")).toBe(200);
    {
      await using _ = await running.pause();
      expect(await answers(running.url("http"), "/health/live", 500)).toBe("TimeoutError");
      await running.check();
      await expect(running.kill()).rejects.toMatchObject({
        code: "service-failed",
        message: expect.stringContaining("paused"),
      });
    }
    expect(await answers(running.url("http"), "/health/live")).toBe(200);
  });

  test("a paused service is stopped all the same", async () => {
    const network = await runtime.network("pause-stop");
    const running = await network.start(api());
    const pause = await running.pause();
    await network[Symbol.asyncDispose]();
    expect((await remains()).running).toEqual([]);
    await pause[Symbol.asyncDispose]();
  });

  test("a killed service is gone, and comes back ready at the same address", async () => {
    await using network = await runtime.network("kill");
    const running = await network.start(api());
    const before = running.url("http").href;
    const killed = await running.kill();
    expect(await answers(running.url("http"), "/health/live")).toBe("TypeError");
    await running.check();
    await killed[Symbol.asyncDispose]();
    expect(running.url("http").href).toBe(before);
    expect(await answers(running.url("http"), "/health/live")).toBe(200);
    expect((await running.log()).match(/listening/g)).toHaveLength(2);
  });

  test("a killed service that is taken down is not started again", async () => {
    const network = await runtime.network("kill-stop");
    const running = await network.start(api());
    const killed = await running.kill();
    await network[Symbol.asyncDispose]();
    await killed[Symbol.asyncDispose]();
    expect((await remains()).running).toEqual([]);
  });

  test("a service that ends by itself is noticed, with the tail of its log", async () => {
    await using network = await runtime.network("quits");
    const running = await network.start(quits());
    await running.check();
    await fetch(new URL("/-/quit", running.url("http")), { method: "POST" });
    await until(
      () =>
        running.check().then(
          () => ({ missing: "it is fine" }),
          (error: unknown) => ({ seen: error }),
        ),
      {
        what: "the end to be noticed",
        withinMs: 15_000,
      },
    ).then((error) =>
      expect(error).toMatchObject({
        code: "service-failed",
        message: expect.stringMatching(/prometheus has ended by itself with exit code 0/),
      }),
    );
  });

  test("a tool runs to its end, with its files and its exit status", async () => {
    const check = (rules: string) =>
      runtime.run(promtool(), (path) => ["check", "rules", path("rules.yml")], { "rules.yml": rules });
    const good = await check("groups: [{name: g, rules: [{record: a, expr: b}]}]");
    expect(good).toMatchObject({ exitCode: 0, output: expect.stringContaining("1 rules found") });
    const bad = await check("groups: [{name: g, rules: [{record: a, expr: 'b('}]}]");
    expect(bad.exitCode).not.toBe(0);
    expect(bad.output).toContain("parse error");
  });

  test("what a command left that was killed is gone after the next one", async () => {
    const command = spawn(process.execPath, ["--import", "tsx", "test/helpers/hang.ts", kind], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(command.stdout, "data");
    expect((await remains(command.pid)).running).not.toEqual([]);
    command.kill("SIGKILL");
    await once(command, "exit");
    // An engine is everybody's: a command of other tests may have swept it since.
    if (kind === "process") expect((await remains(command.pid)).kept).not.toEqual([]);
    // This runtime's own things are not touched meanwhile.
    const own = (await remains()).kept;
    await using _ = await open();
    expect(await remains(command.pid)).toEqual({ running: [], kept: [] });
    expect((await remains()).kept).toEqual(expect.arrayContaining([...own]));
  });
}

async function greeting(url: URL): Promise<string> {
  const socket = connect({ host: url.hostname, port: Number(url.port) });
  const [data] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return data.toString();
}
