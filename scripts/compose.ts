import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { monitoringCompose } from "../sandbox/services/monitoring-compose.ts";
import { mapOf } from "../sandbox/services/yaml-value.ts";
import { main } from "./command.ts";
import { defaultFixtures } from "./stack-options.ts";

const name = "docker-compose.monitoring.yml";
const file = join(import.meta.dirname, "..", name);

await main({
  name: "npm run compose --",
  summary: `Writes ${name} from the services there are.`,
  options: { check: { type: "boolean", help: "write nothing; exit 1 where the file is out of date" } },
  examples: [
    ["npm run compose", "writes the file"],
    ["npm run compose -- --check", "says whether it is up to date"],
  ],
  run: async ({ values }) => {
    const text = monitoringCompose(
      mapOf(parse(await readFile(join(defaultFixtures, "alertmanager/alertmanager.yml"), "utf8"))),
    );
    const current = (await readFile(file, "utf8").catch(() => undefined)) === text;
    if (!values.check) {
      if (!current) await writeFile(file, text);
      process.stderr.write(`${name} ${current ? "was up to date" : "written"}\n`);
    } else if (!current) {
      process.stderr.write(`${name} is out of date: run npm run compose\n`);
      return 1;
    }
    return 0;
  },
});
