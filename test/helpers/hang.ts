import { api } from "../../sandbox/services/api.ts";
import { startStack } from "../../sandbox/stack/stack.ts";
import { runtimes } from "./runtimes.ts";

/** A command that boots a service on the runtime named, says so, and then does not end by itself, for five minutes at least. */
const chosen = runtimes.find(({ kind }) => kind === process.argv[2]);
if (!chosen) throw new Error(`no runtime ${process.argv[2]}`);
await using runtime = await chosen.open();
await using stack = await startStack([api()], runtime, "hang");
console.log(`up ${stack.all().length}`);
// Something has to be under way: a standard input that is empty is over at once, and containers are no children of it.
setInterval(() => process.exit(1), 300_000);
await new Promise(() => {});
