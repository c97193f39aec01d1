import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dashboardFiles } from "../sandbox/dashboards/files.ts";
import { main } from "./command.ts";
import { defaultFixtures, stackOptions } from "./stack-options.ts";

await main({
  name: "npm run dashboards --",
  summary:
    "Writes Grafana's dashboards to DIR/grafana/dashboards/ from sandbox/dashboards and the runbooks of DIR's alerts.",
  options: {
    fixtures: stackOptions.fixtures,
    check: { type: "boolean", help: "write nothing; exit 1 where a file is out of date" },
  },
  examples: [
    ["npm run dashboards", "writes the project's own"],
    ["npm run dashboards -- --check", "says whether they are up to date"],
  ],
  run: async ({ values }) => {
    const fixtures = values.fixtures ?? defaultFixtures;
    const folder = join(fixtures, "grafana", "dashboards");
    const wanted = dashboardFiles(await texts(join(fixtures, "prometheus", "rules"), ".yml"));
    const there = await texts(folder, ".json");
    const stale = Object.entries(wanted).filter(([name, text]) => there[name] !== text);
    const others = Object.keys(there).filter((name) => !Object.hasOwn(wanted, name));
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    for (const name of others) say(`${name} is written by nobody: remove it, unless you write it yourself`);
    if (values.check) {
      for (const [name] of stale) say(`${name} is out of date: run npm run dashboards`);
      return stale.length === 0 ? 0 : 1;
    }
    await mkdir(folder, { recursive: true });
    for (const [name, text] of stale) {
      await writeFile(join(folder, name), text);
      say(`${name} written`);
    }
    if (stale.length === 0) say("all were up to date");
    return 0;
  },
});

/** By name; empty where there is no such folder. */
async function texts(directory: string, ending: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(directory).catch(() => []);
  const read = names
    .filter((name) => name.endsWith(ending))
    .map(async (name) => [name, await readFile(join(directory, name), "utf8")] as const);
  return Object.fromEntries(await Promise.all(read));
}
