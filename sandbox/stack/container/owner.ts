import { randomUUID } from "node:crypto";
import { readlinkSync } from "node:fs";
import os from "node:os";
import { FiredrillError } from "../../errors.ts";
import { identify, lives } from "../process/identity.ts";

/** What everything of a run is labelled with, in the engine: whose it is, so that the next command can tell who died. */
export type Labels = Readonly<Record<string, string>>;

export const runLabel = "firedrill.run";
const pidLabel = "firedrill.owner.pid";
const startedLabel = "firedrill.owner.started";
const placeLabel = "firedrill.owner.place";

/** Labels for a new run that this process owns. */
export function labelsOfNewRun(): Labels {
  const self = identify(process.pid);
  if (!self) throw new FiredrillError("platform", "this system does not tell when a process was started");
  return {
    [runLabel]: randomUUID().slice(0, 8),
    [pidLabel]: String(self.pid),
    [startedLabel]: self.started,
    [placeLabel]: place(),
  };
}

/** Only where it is certain: a run of another machine or container that shares the engine counts as alive. */
export function ownerIsDead(labels: Labels): boolean {
  const pid = Number(labels[pidLabel]);
  const started = labels[startedLabel];
  if (!Number.isInteger(pid) || started === undefined || labels[placeLabel] !== place()) return false;
  return !lives({ pid, started });
}

/** Pids mean nothing on another machine or in another pid namespace. */
function place(): string {
  return `${os.hostname()} ${process.platform === "linux" ? readlinkSync("/proc/self/ns/pid") : process.platform}`;
}
