import { ensureEngine } from "./dockerd.ts";
import { imageVariables } from "./images.ts";

/**
 * `eval "$(npx tsx .ci/engine.ts)"`: an engine and its images, as lines for a shell. Progress goes to standard error.
 * Without an engine it prints no line and says why: container tests are then skipped, by name.
 */
const say = (line: string): void => console.error(`engine: ${line}`);

const engine = await ensureEngine(say);
if ("missing" in engine) {
  say(engine.missing);
} else {
  say(`docker ${engine.version} ${engine.startedPid === undefined ? "was running" : "started"}`);
  if (engine.startedPid !== undefined) console.log(`export FIREDRILL_CI_ENGINE_PID=${engine.startedPid}`);
  const variables = await imageVariables(say).catch((error: unknown) => {
    say(`no images: ${error instanceof Error ? error.message : String(error)}`);
    return {};
  });
  for (const [name, value] of Object.entries(variables)) console.log(`export ${name}=${value}`);
}
