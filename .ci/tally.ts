import { readFile } from "node:fs/promises";
import { stripVTControlCharacters } from "node:util";
import { count } from "./count.ts";

/**
 * `tally.ts LOG COMMAND=STATUS…`: one line about all of it, "N passed, N failed, N skipped"; exit status 1 if anything
 * failed. A command that failed although no test did (lint, a crash) counts as one failed, so that the line can't lie.
 */
const [log = "", ...commands] = process.argv.slice(2);
const counted = count(stripVTControlCharacters(await readFile(log, "utf8")));
const broken = commands.filter((command) => !command.endsWith("=0"));
for (const command of broken) console.log(`failed: ${command.replace(/=(\d+)$/, " (exit status $1)")}`);
const unexplained = broken.filter((command) => !command.startsWith("npm test=") || counted.failed === 0).length;
const failed = counted.failed + unexplained;
console.log(`${counted.passed} passed, ${failed} failed, ${counted.skipped} skipped`);
process.exitCode = failed > 0 || counted.passed === 0 ? 1 : 0;
