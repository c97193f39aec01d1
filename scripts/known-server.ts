import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { FiredrillError } from "../sandbox/errors.ts";

const entry = fileURLToPath(new URL("../sandbox/apps/known/main.ts", import.meta.url));

/** The server of known behaviour, in a process of its own: `canned`, or what it takes as JSON. */
export async function startKnown(behaviour: object | "canned"): Promise<{ readonly url: URL } & AsyncDisposable> {
  const known = typeof behaviour === "string" ? behaviour : JSON.stringify(behaviour);
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), entry], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, KNOWN_BEHAVIOUR: known },
  });
  const ended = once(child, "exit");
  const said = await Promise.race([once(child.stdout, "data"), ended]);
  if (!Buffer.isBuffer(said[0])) throw new FiredrillError("not-ready", `the server of known behaviour did not start`);
  return {
    url: new URL(said[0].toString().trim()),
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
