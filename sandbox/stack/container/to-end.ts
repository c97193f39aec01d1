import type Dockerode from "dockerode";
import { until } from "../../wait.ts";
import type { Tool, ToolRun } from "../service.ts";
import { launchContainer } from "./launch.ts";
import { logOf } from "./log.ts";
import type { Labels } from "./owner.ts";
import { contentsOf, pathInside } from "./recipe.ts";
import { removeContainer } from "./remove.ts";

const withinMs = 10 * 60_000;

/** Runs a tool to its end in a container of its own, without a network, and removes it. */
export async function runContainer(
  around: { readonly docker: Dockerode; readonly labels: Labels },
  tool: Tool,
  args: (path: (name: string) => string) => readonly string[],
  files: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ToolRun> {
  const { docker, labels } = around;
  const recipe = { entrypoint: [tool.binary], command: args(pathInside), env: {}, contents: contentsOf(files) };
  const made = { name: tool.binary, image: tool.image, recipe, labels, connections: { published: new Map() } };
  const watch = async (container: Dockerode.Container, either: AbortSignal): Promise<ToolRun> => {
    const exitCode = await until(
      async () => {
        const { State: state } = await container.inspect();
        return state.Status === "exited" ? { seen: state.ExitCode } : { missing: `its container is ${state.Status}` };
      },
      { what: `${tool.binary} to end`, withinMs, signal: either },
    );
    const output = await logOf(container);
    ended = container.id;
    return { exitCode, output };
  };
  let ended: string | undefined;
  const run = await launchContainer(docker, made, watch, signal);
  if (ended !== undefined) await removeContainer(docker, ended);
  return run;
}
