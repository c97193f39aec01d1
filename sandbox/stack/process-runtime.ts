import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cacheDirectory } from "./binaries/cache.ts";
import { finder } from "./binaries/finder.ts";
import type { Program } from "./binaries/finder.ts";
import { bundleApp, bundlesOf } from "./bundle.ts";
import { disposeAll } from "./dispose.ts";
import { processNetwork } from "./process/network.ts";
import type { Executable } from "./process/network.ts";
import { ports } from "./process/ports.ts";
import { createRunDirectory, sweepDeadRuns } from "./process/run-directory.ts";
import { seedsIn } from "./process/seeds.ts";
import { siblingOf } from "./process/sibling.ts";
import { runToEnd } from "./process/to-end.ts";
import type { Network, Runtime, Service } from "./service.ts";

/**
 * Child processes on free loopback ports, in a directory of their own below the system's for temporary files.
 * `env` says where programs are looked for (PATH, FIREDRILL_CACHE, FIREDRILL_RELEASES); children get their PATH from it
 * and nothing else.
 */
export async function processRuntime(options: { readonly env?: NodeJS.ProcessEnv } = {}): Promise<Runtime> {
  await sweepDeadRuns();
  const env = options.env ?? process.env;
  const searchPath = env["PATH"] ?? "";
  const runDirectory = createRunDirectory();
  const held = ports();
  const programs = finder(env);
  const seeds = seedsIn(cacheDirectory(env), searchPath);
  const networks: Network[] = [];
  const app = bundledOnce(path.join(runDirectory, "apps"));
  const executable = async ({ program }: Pick<Service, "program">): Promise<Executable> => {
    if ("app" in program) {
      const [file = ""] = await Promise.all(bundlesOf(program).map(app));
      const line = [process.execPath, file] as const;
      const origin = `firedrill's own ${program.app}`;
      return { line: [...line], wrap: [], origin, sibling: siblingOf(process.execPath, env) };
    }
    const found = await programs.find(program);
    return {
      line: [...found.wrap, found.path],
      wrap: found.wrap,
      version: found.version,
      owner: found.owner,
      origin: found.origin,
      sibling: siblingOf(found.path, env),
    };
  };
  return {
    kind: "process",
    async prepare(services, tools, progress, signal) {
      const wanted: Program[] = tools.map((tool) => tool);
      for (const { program } of services) if ("binary" in program) wanted.push(program);
      const apps = services.flatMap(({ program }) => ("app" in program ? bundlesOf(program).map(app) : []));
      // All have ended before it rejects: what is still written then would make the removed directory again.
      const preparing = [programs.prepare(wanted, { tell: progress, signal }), ...apps];
      await Promise.allSettled(preparing);
      await Promise.all(preparing);
      const seeded = services.filter(({ seed }) => seed !== undefined);
      await Promise.all(seeded.map(async (service) => seeds.ready(service, await executable(service), signal)));
    },
    async network(name) {
      const directory = mkdtempSync(path.join(runDirectory, `${name}-`));
      const network = processNetwork({ runDirectory, directory, ports: held, searchPath, executable, seeds });
      networks.push(network);
      return network;
    },
    async run(tool, args, files, signal) {
      const { line } = await executable({ program: tool });
      const directory = mkdtempSync(path.join(runDirectory, `${tool.binary}-`));
      try {
        const pathOf = (name: string) => path.join(directory, name);
        writeFiles(directory, files);
        const surroundings = { env: { PATH: searchPath, HOME: directory, TMPDIR: directory }, cwd: directory, signal };
        return await runToEnd([...line, ...args(pathOf)], surroundings);
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    },
    async [Symbol.asyncDispose]() {
      const directory = {
        [Symbol.asyncDispose]: async () => rmSync(runDirectory, { recursive: true, force: true, maxRetries: 3 }),
      };
      await disposeAll([...networks.splice(0).toReversed(), held, directory]);
    },
  };
}

/** Our own apps start no compiler: each is bundled once a run, and written once. */
function bundledOnce(directory: string): (app: string) => Promise<string> {
  const written = new Map<string, Promise<string>>();
  return (app) => {
    const known = written.get(app);
    if (known) return known;
    const writing = bundleApp(app).then((text) => {
      const file = path.join(directory, `${app}.mjs`);
      writeFiles(directory, { [`${app}.mjs`]: text });
      return file;
    });
    written.set(app, writing);
    return writing;
  };
}

function writeFiles(directory: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
