import { spawn } from "node:child_process";
import { once } from "node:events";

/** Keeps so many cores busy for as long as it is not disposed, an hour at the most; what a neighbour on the machine does. */
export async function burners(count: number): Promise<AsyncDisposable> {
  const spin =
    "const end = Date.now() + 3_600_000; while (Date.now() < end && process.ppid === Number(process.argv[1]));";
  const all = Array.from({ length: count }, () =>
    spawn(process.execPath, ["-e", spin, String(process.pid)], { stdio: "ignore" }),
  );
  await Promise.all(all.map((one) => once(one, "spawn")));
  return {
    [Symbol.asyncDispose]: async () => {
      const ended = all.filter((one) => one.exitCode === null).map((one) => once(one, "exit"));
      for (const one of all) one.kill("SIGKILL");
      await Promise.all(ended);
    },
  };
}
