import type Dockerode from "dockerode";
import { until } from "../../wait.ts";

/** Ends and removes a container and its volumes; resolves when it is gone, whoever removed it. */
export async function removeContainer(docker: Dockerode, id: string): Promise<void> {
  const container = docker.getContainer(id);
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    if (isStatus(error, 404)) return;
    if (!isStatus(error, 409)) throw error;
    await until(
      async () => {
        const gone = await container.inspect().then(
          () => false,
          (cause: unknown) => isStatus(cause, 404),
        );
        return gone ? { seen: true } : { missing: "its removal is in progress" };
      },
      { what: `container ${id.slice(0, 12)} to be removed`, withinMs: 10_000 },
    );
  }
}

/** Fine if it is gone already. */
export async function removeNetwork(docker: Dockerode, id: string): Promise<void> {
  await docker
    .getNetwork(id)
    .remove()
    .catch((error: unknown) => {
      if (!isStatus(error, 404)) throw error;
    });
}

/** Whether the engine answered with this HTTP status. */
export function isStatus(error: unknown, status: number): boolean {
  return error instanceof Error && "statusCode" in error && error.statusCode === status;
}
