import { defineCommand, runMain } from "citty";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { monitoringCompose } from "../sandbox/services/monitoring-compose.ts";
import { mapOf } from "../sandbox/services/yaml-value.ts";

const top = path.join(import.meta.dirname, "..");
const name = "docker-compose.monitoring.yml";

await runMain(
  defineCommand({
    meta: {
      name: "npm run compose --",
      description: `Writes ${name} from the services there are.

EXAMPLES
  npm run compose              writes the file
  npm run compose -- --check   says whether it is up to date; exit status 1 where it is not`,
    },
    args: { check: { type: "boolean", description: "Write nothing; exit 1 where the file is out of date." } },
    run({ args }) {
      const source = readFileSync(path.join(top, "fixtures/alertmanager/alertmanager.yml"), "utf8");
      const text = monitoringCompose(mapOf(parse(source)));
      const file = path.join(top, name);
      const current = existsSync(file) && readFileSync(file, "utf8") === text;
      if (!args.check) {
        if (!current) writeFileSync(file, text);
        console.error(`${name} ${current ? "was up to date" : "written"}`);
      } else if (!current) {
        console.error(`${name} is out of date: run npm run compose`);
        process.exitCode = 1;
      }
    },
  }),
);
