import { createInterface } from "node:readline";
import { readFixtures } from "../sandbox/drill/read/fixtures.ts";
import { obey } from "../sandbox/drill/play/obey.ts";
import { openSession } from "../sandbox/drill/play/session.ts";
import { renderEvent } from "../sandbox/report/event.ts";

import { renderTable } from "../sandbox/report/table.ts";
import { openRuntime } from "./boot.ts";
import { main } from "./command.ts";
import { screens } from "./screen.ts";
import { besideOf, defaultFixtures, stackOf, stackOptions } from "./stack-options.ts";

await main({
  name: "npm run sandbox --",
  summary: "Boots the whole stack under a steady load, to explore: break something, and see who is told.",
  options: {
    ...stackOptions,
    with: {
      type: "string",
      value: "WHAT,WHAT",
      help: "what else to boot: logs (an Elasticsearch with the API's log), tracing (the API's traces)",
    },
    once: { type: "boolean", help: "boot, check every target and link, take down; exit 0 if all is well" },
  },
  examples: [
    ["npm run sandbox", "until Ctrl-C; type `http-error ratio=0.2`, then `mend`"],
    ["npm run sandbox -- --scale 1", "in real time"],
    ["npm run sandbox -- --with logs", "every line that the API logs, to be searched for"],
    ["npm run sandbox -- --with tracing", "one request in ten is traced, and every one that has a traceparent"],
    ["npm run sandbox -- --once", "a smoke test of this machine"],
  ],
  run: async ({ values, signal }) => {
    const choice = stackOf(values);
    const beside = besideOf(values.with);
    const { versions, factor } = choice;
    const fixtures = await readFixtures(values.fixtures ?? defaultFixtures);
    const { progress } = screens();
    const { runtime: opened, why } = await openRuntime(fixtures, choice, progress.line, signal, beside);
    await using runtime = opened;
    progress.line("booting");
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const listen = (event: Parameters<typeof renderEvent>[0]): void => {
      const line = renderEvent(event);
      if (line !== undefined) say(line);
    };
    await using session = await openSession({ runtime, why, fixtures, factor, versions, signal, listen }, beside);
    process.stdout.write(renderTable(session.rows));
    if (values.once) {
      const wrong = await session.verify();
      for (const complaint of wrong) progress.line(complaint);
      say(
        wrong.length === 0
          ? `every target is up and every link answers (${session.rows.length} services)`
          : "not everything works",
      );
      return wrong.length === 0 ? 0 : 1;
    }
    say(`\nproduction time runs ${session.factor} times as fast; type help, or Ctrl-C to end`);
    const keyboard = createInterface({ input: process.stdin });
    const quit = new AbortController();
    keyboard.on("line", (line) => void obey(line, session, fixtures, say, () => quit.abort()));
    await session.watch(AbortSignal.any([signal, quit.signal]));
    keyboard.close();
    return 0;
  },
});
