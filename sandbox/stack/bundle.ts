import { build } from "esbuild";
import { fileURLToPath } from "node:url";
import { FiredrillError } from "../errors.ts";

/** CommonJS packages inside an ES module still ask for these. */
const banner = `import { createRequire as __createRequire } from "node:module";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __fileURLToPath(new URL(".", import.meta.url));`;

const bundled = new Map<string, Promise<string>>();

/**
 * One of our own apps (a folder with main.ts in sandbox/apps, or FOLDER/ENTRY for another file in it) as one ES module
 * for Node 20 that needs nothing beside it. Bundled once a run: a compiler per process would cost more than a drill. Rejects with `boot-failed`.
 */
export function bundleApp(app: string): Promise<string> {
  let text = bundled.get(app);
  if (text === undefined) {
    text = bundle(app);
    bundled.set(app, text);
  }
  return text;
}

async function bundle(app: string): Promise<string> {
  const main = fileURLToPath(new URL(`../apps/${app.includes("/") ? app : `${app}/main`}.ts`, import.meta.url));
  try {
    const result = await build({
      entryPoints: [main],
      bundle: true,
      write: false,
      platform: "node",
      target: "node20",
      format: "esm",
      banner: { js: banner },
      // Node 20 has none, and then pg loads all of fetch to find out that this is not Cloudflare: a seventh of the API's start.
      define: { navigator: JSON.stringify({ userAgent: "Node.js" }) },
      logLevel: "silent",
    });
    return result.outputFiles.map((file) => file.text).join("\n");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FiredrillError("boot-failed", `our app ${app} could not be bundled from ${main}: ${why}`, { cause });
  }
}
