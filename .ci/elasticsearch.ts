import { finder } from "../sandbox/stack/binaries/finder.ts";
import { ensureProgram } from "./apt.ts";

/**
 * What the test of the log's transport runs against: fetched before the tests, so that they do not wait for it. Where it
 * can't be had this says so, no more: that test is then skipped, by name.
 */
const say = (line: string): void => console.error(`elasticsearch: ${line}`);

try {
  // Brings Java, too.
  await ensureProgram("mvn", "maven", say);
  await finder(process.env).prepare([{ binary: "elasticsearch" }], { tell: say });
} catch (error) {
  say(`can't be had: ${error instanceof Error ? error.message : String(error)}`);
}
