import { containerRuntime } from "../../sandbox/stack/container-runtime.ts";
import { greeter } from "./containers.ts";

/** A command of its own that starts a container, says where it listens, and waits to be killed. */
const runtime = await containerRuntime();
const network = await runtime.network("owned");
const running = await network.start(greeter("orphan"));
process.stdout.write(`${running.url("http").href}\n`);
process.stdin.resume();
