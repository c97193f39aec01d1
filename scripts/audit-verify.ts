import { FiredrillError } from "../sandbox/errors.ts";
import { parseHead, verifyAudit } from "../sandbox/observe/audit.ts";
import { main } from "./command.ts";

await main({
  name: "npm run audit:verify --",
  summary: "Says whether an audit log of the API is as it was written, and else from which line on it is not.",
  positionals: "FILE",
  options: {
    head: {
      type: "string",
      value: "N:HASH",
      help: "how far it went at least, noted elsewhere; else FILE.head is read",
    },
  },
  examples: [
    ["npm run audit:verify -- logs/audit.log", "exit status 0: whole; 1: broken, with the line; 64: no such file"],
    [
      "npm run audit:verify -- logs/audit.log --head 812:9f2c…",
      "against a head that was noted where it can't be changed",
    ],
  ],
  run: async ({ values, positionals }) => {
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0)
      throw new FiredrillError("usage", "one FILE is expected: an audit log");
    const head = values.head === undefined ? undefined : parseHead(values.head);
    if (values.head !== undefined && !head)
      throw new FiredrillError("usage", `--head ${values.head}: expected a number, a colon and 64 hexadecimal digits`);
    const verdict = await verifyAudit(file, head).catch((cause: unknown) => {
      throw new FiredrillError("input", `${file} can't be read: ${(cause as Error).message}`, { cause });
    });
    if (!verdict.whole) {
      process.stdout.write(`${file}:${verdict.line}: broken: ${verdict.why}\n`);
      return 1;
    }
    const { lines, unsealed } = verdict;
    const after = unsealed > 0 ? `; the last ${unsealed} came after the head was written` : "";
    process.stdout.write(
      `${file}: whole: ${lines} ${lines === 1 ? "line" : "lines"}${after}\nhead ${verdict.head.sequence}:${verdict.head.hash}\n`,
    );
    return 0;
  },
});
