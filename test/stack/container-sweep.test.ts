import { once } from "node:events";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type Dockerode from "dockerode";
import { expect, test } from "vitest";
import { labelsOfNewRun, ownerIsDead } from "../../sandbox/stack/container/owner.ts";
import { sweepDeadContainers } from "../../sandbox/stack/container/sweep.ts";
import { containerTest } from "../helpers/containers.ts";

containerTest(
  "what a command that was killed left is removed by the next; a live one is left alone",
  async (docker) => {
    const owner = spawn(process.execPath, ["--import", "tsx", ownerScript], { stdio: ["pipe", "pipe", "inherit"] });
    const exited = once(owner, "exit");
    try {
      const [line] = (await once(createInterface(owner.stdout), "line")) as [string];
      const mine = `firedrill.owner.pid=${owner.pid}`;

      await sweepDeadContainers(docker);
      expect((await fetch(line)).status).toBe(200);
      expect(await labelled(docker, mine)).toHaveLength(2); // the container and its network

      owner.kill("SIGKILL");
      await exited;
      // The engine is everybody's: a command of other tests may be at it as well, or have been. One that is through leaves nothing.
      await sweepDeadContainers(docker);
      expect(await labelled(docker, mine)).toEqual([]);
    } finally {
      owner.kill("SIGKILL");
      await exited;
      await sweepDeadContainers(docker);
    }
  },
);

test("this process is alive; one of the same pid that started at another time is not", () => {
  const mine = labelsOfNewRun();
  expect(ownerIsDead(mine)).toBe(false);
  expect(ownerIsDead({ ...mine, "firedrill.owner.started": "long ago" })).toBe(true);
});

test("a run of another machine or pid namespace is never taken for dead, nor one without an owner", () => {
  const mine = { ...labelsOfNewRun(), "firedrill.owner.started": "long ago" };
  expect(ownerIsDead(mine)).toBe(true);
  expect(ownerIsDead({ ...mine, "firedrill.owner.place": "elsewhere pid:[1]" })).toBe(false);
  expect(ownerIsDead({ "firedrill.run": "x" })).toBe(false);
});

const ownerScript = fileURLToPath(new URL("../helpers/container-owner.ts", import.meta.url));

async function labelled(docker: Dockerode, label: string): Promise<string[]> {
  const filters = { label: [label] };
  const containers = await docker.listContainers({ all: true, filters });
  const networks = await docker.listNetworks({ filters });
  return [...containers.map(({ Id }) => Id), ...networks.map(({ Id }) => Id)];
}
