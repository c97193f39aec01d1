import { spawnSync } from "node:child_process";
import { constants, setPriority } from "node:os";

/**
 * Who measures milliseconds goes first on a machine that has other things to do: in real time where this user may, since an
 * ordinary program may wait for three milliseconds until another has had its turn. In words, what it came to.
 */
export function goFirst(): string {
  const { status } = spawnSync("chrt", ["--all-tasks", "--rr", "--pid", "10", String(process.pid)], {
    stdio: "ignore",
  });
  if (status === 0) return "in real time";
  try {
    setPriority(constants.priority.PRIORITY_HIGH);
    return "at high priority";
  } catch {
    return "at ordinary priority, as this user may not have a better one";
  }
}
