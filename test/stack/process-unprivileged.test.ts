import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { withoutRoot } from "../../sandbox/stack/binaries/unprivileged.ts";

const place = mkdtempSync(path.join(os.tmpdir(), "firedrill-unprivileged-"));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(place, { recursive: true }));

test("a program that refuses root is not run by root", async () => {
  const wrapped = await withoutRoot();
  expect(await idBehind("wrap" in wrapped ? wrapped.wrap : [])).not.toBe("0");
});

describe.skipIf(process.platform !== "linux" || process.getuid?.() !== 0)("root, where namespaces are refused", () => {
  test("hands a program to nobody, who reaches root's own directories all the same", async () => {
    refuse("unshare");
    const wrapped = await withoutRoot();
    expect(wrapped).toMatchObject({ owner: 65534 });
    const wrap = "wrap" in wrapped ? wrapped.wrap : [];
    expect(await idBehind(wrap)).toBe("65534");
    const secret = path.join(place, "secret");
    mkdirSync(secret, { mode: 0o700 });
    writeFileSync(path.join(secret, "file"), "reached", { mode: 0o600 });
    expect((await run(wrap, ["cat", path.join(secret, "file")])).stdout).toBe("reached");
    // The twin: nobody as such does not.
    const nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    expect((await run(nobody, ["cat", path.join(secret, "file")])).exitCode).not.toBe(0);
  });

  test("and where changing the user is refused as well, it says what was tried and what to do", async () => {
    refuse("unshare", "setpriv");
    expect(await withoutRoot()).toEqual({
      unfit: expect.stringMatching(/unshare: not here.*setpriv: not here.*as a plain user/),
    });
  });
});

/** Puts commands of these names first on PATH that fail. */
function refuse(...names: readonly string[]): void {
  const folder = mkdtempSync(path.join(place, "bin-"));
  for (const name of names) {
    writeFileSync(path.join(folder, name), `#!/bin/sh\necho "${name}: not here" >&2; exit 1\n`);
    chmodSync(path.join(folder, name), 0o755);
  }
  vi.stubEnv("PATH", `${folder}${path.delimiter}${process.env["PATH"]}`);
}

async function idBehind(wrap: readonly string[]): Promise<string> {
  return (await run(wrap, ["id", "-u"])).stdout;
}

function run(wrap: readonly string[], command: readonly string[]) {
  const [program = "", ...args] = [...wrap, ...command];
  return execa(program, args, { reject: false, stdin: "ignore" });
}
