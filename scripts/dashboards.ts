import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dashboardFiles } from "../sandbox/dashboards/files.ts";
import { main } from "./command.ts";
import { defaultFixtures } from "./stack-options.ts";

const rules = join(defaultFixtures, "prometheus", "rules");
const folder = join(defaultFixtures, "grafana", "dashboards");

await main({
  name: "npm run dashboards --",
  summary:
    "Writes Grafana's dashboards to fixtures/grafana/dashboards/ from sandbox/dashboards and the runbooks of the alerts.",
  options: { check: { type: "boolean", help: "write nothing; exit 1 where a file is out of date" } },
  examples: [
    ["npm run dashboards", "writes the files"],
    ["npm run dashboards -- --check", "says whether they are up to date"],
  ],
  run: async ({ values }) => {
    const wanted = dashboardFiles(await texts(rules, ".yml"));
    const there = await texts(folder, ".json");
    const names = [...new Set([...Object.keys(wanted), ...Object.keys(there)])].toSorted();
    const stale = names.filter((name) => wanted[name] !== there[name]);
    if (values.check) {
      for (const name of stale) process.stderr.write(`${name} is out of date: run npm run dashboards\n`);
      return stale.length === 0 ? 0 : 1;
    }
    await mkdir(folder, { recursive: true });
    for (const name of stale) {
      const text = wanted[name];
      await (text === undefined ? rm(join(folder, name)) : writeFile(join(folder, name), text));
    }
    for (const name of names) process.stderr.write(`${name} ${said(stale.includes(name), wanted[name])}\n`);
    return 0;
  },
});

function said(stale: boolean, wanted: string | undefined): string {
  if (!stale) return "was up to date";
  return wanted === undefined ? "removed: no dashboard is called so" : "written";
}

/** Empty where there is no such folder. */
async function texts(directory: string, ending: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(directory).catch(() => []);
  const read = names
    .filter((name) => name.endsWith(ending))
    .map(async (name) => [name, await readFile(join(directory, name), "utf8")] as const);
  return Object.fromEntries(await Promise.all(read));
}
