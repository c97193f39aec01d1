import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { deliveries } from "../../sandbox/observe/inbox.ts";
import { alertmanager } from "../../sandbox/services/alertmanager.ts";
import { inbox } from "../../sandbox/services/inbox.ts";
import { writeYaml } from "../../sandbox/services/write-yaml.ts";
import { finder } from "../../sandbox/stack/binaries/finder.ts";
import { processRuntime } from "../../sandbox/stack/process-runtime.ts";
import type { Service } from "../../sandbox/stack/service.ts";
import { startStack } from "../../sandbox/stack/stack.ts";
import { until } from "../../sandbox/wait.ts";
import { contacts, networkCalls } from "./network-trace.ts";
import { productionReceivers, proxyHost, secretFiles } from "./production-receivers.ts";
import type { Watched } from "./watched.ts";

/**
 * Run inside a network namespace that has loopback and nothing else: `watched-alertmanager.ts redirected|as-written`.
 * An inbox and an Alertmanager under strace, production's receivers of every kind, an alert that fires and ends;
 * prints what came of it as JSON (`Watched`). `TMPDIR` is this run's own.
 */
const redirected = process.argv[2] === "redirected";
console.log(JSON.stringify(await watch(path.join(tmpdir(), "trace"))));

async function watch(trace: string): Promise<Watched> {
  const caught = inbox();
  const found = await finder(process.env).find({ binary: "alertmanager" });
  const manager = traced(redirected ? rewritten(caught) : written(), [...found.wrap, found.path], trace);
  await using runtime = await processRuntime();
  await using stack = await startStack([caught, manager], runtime, "watched");
  const { receivers } = productionReceivers((name) => name);
  const inboxUrl = stack.get(caught).url("http");
  const managerUrl = stack.get(manager).url("http");
  await tell(managerUrl, Date.now() + 3_600_000);
  if (redirected) {
    await untilCaught(inboxUrl, "firing", Object.keys(receivers));
    await tell(managerUrl, Date.now() - 1000);
    const speaking = Object.keys(receivers).filter((name) => receivers[name]?.resolved);
    await untilCaught(inboxUrl, "resolved", speaking);
  } else {
    const look = async () => {
      const log = await stack.get(manager).log();
      const missing = Object.values(receivers).filter(({ host }) => !log.includes(`lookup ${host}`));
      return missing.length === 0 ? { seen: log } : { missing: missing.map(({ host }) => host).join(", ") };
    };
    await until(look, { what: "every receiver's host to be looked up", withinMs: 20_000 });
  }
  const kept = { deliveries: await deliveries(inboxUrl), log: await stack.get(manager).log() };
  const own = [inboxUrl.host, stack.get(caught).url("smtp").host];
  await stack[Symbol.asyncDispose]();
  return { inbox: own, ...kept, contacts: contacts(await whole(trace)) };
}

async function untilCaught(url: URL, status: "firing" | "resolved", receivers: readonly string[]): Promise<void> {
  const look = async () => {
    const seen = (await deliveries(url)).filter(({ alerts }) => alerts.some((one) => one.status === status));
    const missing = receivers.filter((name) => !seen.some(({ receiver }) => receiver === name));
    return missing.length === 0 ? { seen } : { missing: `nothing came for ${missing.join(", ")}` };
  };
  await until(look, { what: `every receiver's notice that the alert is ${status}`, withinMs: 20_000 });
}

function rewritten(caught: Service<"http" | "smtp">): Service<"http"> {
  const { config } = productionReceivers((name) => `/etc/alertmanager/${name}`);
  return alertmanager({ run: { config, factor: 10, inbox: caught } });
}

/**
 * The same command line on the configuration as production has it, and its files beside it. Names are looked up by the
 * network alone: a resolver's socket would be a way out of the namespace.
 */
function written(): Service<"http"> {
  const service = rewritten(inbox());
  return {
    ...service,
    launch: (site) => {
      const { config } = productionReceivers((name) => site.path(name));
      const files = { ...secretFiles, "alertmanager.yml": writeYaml(config) };
      return { ...service.launch(site), env: { GODEBUG: "netdns=go" }, files };
    },
  };
}

/** Under strace, which stays out of the way: what is started and ended is the program itself. */
function traced(service: Service<"http">, program: readonly string[], trace: string): Service<"http"> {
  const watching = ["-f", "-DD", "-v", "-s", "0", "-o", trace, "-e", `trace=execve,${networkCalls.join(",")}`];
  const proxy = `http://${proxyHost}:3128`;
  return {
    ...service,
    program: { binary: "strace" },
    launch: (site) => {
      const { args, ...rest } = service.launch(site);
      const env = { ...rest.env, HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
      return { ...rest, env, args: [...watching, "--", ...program, ...args] };
    },
  };
}

/** As Prometheus does: firing while `endsAt` is ahead, resolved once it is past. */
async function tell(manager: URL, endsAt: number): Promise<void> {
  const startsAt = new Date(endsAt - 7_200_000).toISOString();
  const alert = { labels: { alertname: "Watched", job: "api" }, startsAt, endsAt: new Date(endsAt).toISOString() };
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify([alert]);
  const answer = await fetch(new URL("/api/v2/alerts", manager), { method: "POST", headers, body });
  if (!answer.ok) throw new Error(`alertmanager answered ${answer.status}: ${await answer.text()}`);
}

/** The trace, once its last line is the end of the process that its first line started. */
async function whole(trace: string): Promise<string> {
  return until(
    async () => {
      const text = await readFile(trace, "utf8");
      const pid = /^\d+/.exec(text)?.[0];
      const last = text.trimEnd().split("\n").at(-1) ?? "";
      const ended = pid !== undefined && new RegExp(`^${pid} +\\+\\+\\+ (exited|killed)`).test(last);
      return ended ? { seen: text } : { missing: `it ends with ${last}` };
    },
    { what: "the trace to be whole", withinMs: 20_000 },
  );
}
