import { execa } from "execa";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";

const top = path.join(import.meta.dirname, "../..");
const file = path.join(top, "docker-compose.monitoring.yml");

/** The plugin or the program, whichever is here; inline configurations need 2.23.1. */
async function findCompose(): Promise<readonly [string, ...string[]] | undefined> {
  for (const command of [["docker", "compose"], ["docker-compose"]] as const) {
    const [program, ...args] = command;
    const { exitCode, stdout } = await execa(program, [...args, "version", "--short"], { reject: false });
    const [major = 0, minor = 0] = (stdout ?? "").replace(/^v/, "").split(".").map(Number);
    if (exitCode === 0 && (major > 2 || (major === 2 && minor >= 24))) return command;
  }
  return undefined;
}

const compose = await findCompose();
const composed = compose
  ? test
  : (name: string) => test.skip(`${name}: no docker compose 2.24 or newer here`, () => {});

async function config(given: string) {
  const [program, ...args] = compose ?? ["docker"];
  return await execa(program, [...args, "-f", given, "config", "--quiet"], { reject: false, cwd: top });
}

composed("docker compose accepts the generated file, and no variable in it is unset", async () => {
  const { exitCode, stderr } = await config(file);
  expect(stderr).not.toMatch(/variable is not set/);
  expect(exitCode).toBe(0);
});

composed("and it would say so if the file were wrong, or a dollar sign not escaped", async () => {
  const directory = await mkdtemp(path.join(os.tmpdir(), "firedrill-compose-"));
  try {
    const text = await readFile(file, "utf8");
    const wrong = path.join(directory, "wrong.yml");
    await writeFile(wrong, text.replace("mem_limit:", "memory_limit:"));
    expect((await config(wrong)).exitCode).not.toBe(0);
    await writeFile(wrong, text.replace("#alerts", "$ALERTS_OF_NOBODY"));
    expect((await config(wrong)).stderr).toMatch(/variable is not set/);
  } finally {
    await rm(directory, { recursive: true });
  }
});
