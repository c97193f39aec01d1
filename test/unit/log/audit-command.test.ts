import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { openAuditFile } from "../../../sandbox/apps/api/log/audit-file.ts";
import { AuditLog } from "../../../sandbox/apps/api/log/audit.ts";
import { strict } from "../../../sandbox/apps/api/log/redaction.ts";
import { runCommand } from "../../helpers/command.ts";

test("npm run audit:verify ends with 0 for a whole log, 1 for a broken one with the line, 64 for none", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "firedrill-test-"));
  try {
    const { sink, resumed, close } = openAuditFile(folder);
    const audit = new AuditLog({ sink, resumed, every: {}, redaction: strict });
    audit.systemEvent("started", {});
    await sink.close(1000);
    await close();
    const file = path.join(folder, "audit.log");
    const [whole, broken, none] = await Promise.all([
      runCommand("audit-verify.ts", [file]),
      runCommand("audit-verify.ts", [file, "--head", `7:${"a".repeat(64)}`]),
      runCommand("audit-verify.ts", [path.join(folder, "none.log")]),
    ]);
    expect(whole).toMatchObject({ status: 0, stdout: `${file}: whole: 1 line\nhead 1:${audit.head.hash}\n` });
    expect(broken).toMatchObject({ status: 1, stdout: `${file}:2: broken: it is missing: there were 7 lines\n` });
    expect(none).toMatchObject({ status: 64, stdout: "" });
  } finally {
    await rm(folder, { recursive: true });
  }
});
