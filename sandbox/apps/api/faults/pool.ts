import { Client } from "pg";
import type { Pool } from "pg";
import type { AppFault } from "./fault.ts";
import { Hold } from "./hold.ts";
import { numberFrom, problemOf } from "./parameters.ts";

interface Parameters {
  /** 0 to 1: the share of the pool's connections that is held, to the nearest whole one. */
  readonly share: number;
}

/** A share of the database connections is held by real queries that sleep. Lifted, the server cancels them, and the connections stay the pool's. */
export function pool(connections: Pool): AppFault {
  let inForce: Parameters | undefined;
  let holds: readonly Hold[] = [];
  const clear = async (): Promise<void> => {
    inForce = undefined;
    const ending = holds;
    holds = [];
    for (const hold of ending) hold.end();
    await cancel(
      connections,
      ending.flatMap((hold) => hold.backend ?? []),
    );
    await Promise.all(ending.map((hold) => hold.ended()));
  };
  return {
    kind: "pool",
    set: async (parameters) => {
      const problem = problemOf("pool", parameters, { share: numberFrom(0, 1) });
      if (problem) return problem;
      await clear();
      const given = parameters as Parameters;
      const count = Math.round(given.share * connections.options.max);
      holds = Array.from({ length: count }, () => new Hold(connections));
      const missing = (await Promise.allSettled(holds.map((hold) => hold.taken))).find(
        (one) => one.status === "rejected",
      );
      if (missing) {
        await clear();
        return { status: 503, detail: `pool: no ${count} connections could be taken: ${String(missing.reason)}` };
      }
      inForce = given;
      return undefined;
    },
    clear,
    current: () => inForce && { ...inForce },
  };
}

/** Over a connection of its own: the pool's may all be held. Where the server is away, so is what it would cancel. */
async function cancel({ options }: Pool, backends: readonly number[]): Promise<void> {
  if (backends.length === 0) return;
  const client = new Client(options);
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select pg_cancel_backend(pid) from unnest($1::int[]) as pid", [backends]);
  } catch {
    // Nothing to cancel: the connections end by themselves.
  } finally {
    await client.end().catch(() => {});
  }
}
