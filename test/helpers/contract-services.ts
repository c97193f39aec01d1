import { api } from "../../sandbox/services/api.ts";
import { prometheus } from "../../sandbox/services/prometheus.ts";
import type { Service } from "../../sandbox/stack/service.ts";

/**
 * The status of an answer, or the name of what was thrown in its place. Who is silent is waited for in vain: for long, so
 * that a busy machine is not taken for one.
 */
export async function answers(url: URL, path: string, withinMs = 20_000): Promise<number | string> {
  try {
    const headers = { connection: "close" };
    return (await fetch(new URL(path, url), { headers, signal: AbortSignal.timeout(withinMs) })).status;
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

/** Notes its name when it is launched; once, however often the launch is asked. */
export function spy<P extends string>(service: Service<P>, log: string[]): Service<P> {
  return {
    ...service,
    launch(site) {
      if (!log.includes(service.name)) log.push(service.name);
      return service.launch(site);
    },
  };
}

/** Runs, but does not answer where it is asked; for a second and a half. */
export function neverReady<P extends string>(service: Service<P | "http">): Service<P | "http"> {
  return { ...service, ready: { http: "/no/such/page", port: "http" }, readyWithinMs: 1500 };
}

export function nodeCommand(script: string): { readonly command: readonly string[] } {
  return { command: ["node", "-e", script] };
}

/** Its preparation adds an x to a file; it is ready when the file holds what is wanted. */
export function prepared(wanted: string): Service<"http" | "control"> {
  const service = api();
  return {
    ...service,
    ready: nodeCommand(
      `process.exit(require("node:fs").readFileSync(process.env.PREPARED, "utf8") === "${wanted}" ? 0 : 1)`,
    ),
    launch: (site) => {
      const launch = service.launch(site);
      const file = `${site.data("prepared")}/file`;
      return {
        ...launch,
        env: { ...launch.env, PREPARED: file },
        prepare: ["node", "-e", `require("node:fs").appendFileSync("${file}", "x")`],
      };
    },
  };
}

/** A Prometheus that scrapes these, each as a job of that name. */
export function scrapes(targets: Readonly<Record<string, Service>>): Service<"http"> {
  const service = prometheus();
  return {
    ...service,
    launch: (site) => {
      const jobs = Object.entries(targets).map(([name, target]) => ({
        job_name: name,
        static_configs: [{ targets: [site.peer(target, "http")] }],
      }));
      // JSON is YAML too.
      const config = { global: { scrape_interval: "250ms", scrape_timeout: "250ms" }, scrape_configs: jobs };
      return { ...service.launch(site), files: { "prometheus.yml": JSON.stringify(config) } };
    },
  };
}

/** A Prometheus that ends when it is told to over HTTP. */
export function quits(): Service<"http"> {
  const service = scrapes({});
  return {
    ...service,
    launch: (site) => {
      const launch = service.launch(site);
      return { ...launch, args: [...launch.args, "--web.enable-lifecycle"] };
    },
  };
}
