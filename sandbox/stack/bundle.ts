import { createHash } from "node:crypto";
import path from "node:path";
import { build, version } from "esbuild";
import { fileURLToPath } from "node:url";
import { FiredrillError } from "../errors.ts";
import { cacheDirectory } from "./binaries/cache.ts";
import { keepBundle, keptBundle } from "./kept-bundle.ts";
import type { OwnProgram } from "./service.ts";

/** CommonJS packages inside an ES module still ask for these. */
const banner = `import { createRequire as __createRequire } from "node:module";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __fileURLToPath(new URL(".", import.meta.url));`;

const options = {
  bundle: true,
  write: false,
  metafile: true,
  platform: "node",
  target: "node20",
  format: "esm",
  banner: { js: banner },
  // Node 20 has none, and then pg loads all of fetch to find out that this is not Cloudflare: a seventh of the API's start.
  define: { navigator: JSON.stringify({ userAgent: "Node.js" }) },
  logLevel: "silent",
} as const;

/** Of packages that come in both forms, the one of which what nobody uses can be left out: a fifth of OpenTelemetry is left. */
const mainFields = ["module", "main"];

const bundled = new Map<string, Promise<string>>();

/**
 * One of our own apps (a folder with main.ts in sandbox/apps, or FOLDER/ENTRY for another file in it) as one ES module
 * for Node 20 that needs nothing beside it. Bundled once, until something in it changes: a compiler per process would cost
 * more than a drill. Rejects with `boot-failed`.
 */
export function bundleApp(app: string): Promise<string> {
  let text = bundled.get(app);
  if (text === undefined) {
    text = bundle(app);
    bundled.set(app, text);
  }
  return text;
}

/** What to bundle for a program: itself, and what lies beside it. */
export function bundlesOf({ app, beside = [] }: OwnProgram): readonly string[] {
  return [app, ...beside];
}

async function bundle(app: string): Promise<string> {
  const main = fileURLToPath(new URL(`../apps/${app.includes("/") ? app : `${app}/main`}.ts`, import.meta.url));
  const recipe = createHash("sha256")
    .update(JSON.stringify([main, version, options, mainFields]))
    .digest("hex");
  const place = path.join(cacheDirectory(process.env), "bundles", recipe.slice(0, 16));
  const kept = await keptBundle(place);
  if (kept !== undefined) return kept;
  const began = Date.now();
  try {
    const { outputFiles, metafile } = await build({ ...options, mainFields, entryPoints: [main] });
    const text = outputFiles.map((file) => file.text).join("\n");
    // What is no file has a name in brackets: `<define:navigator>`.
    const inputs = Object.keys(metafile.inputs).filter((input) => !input.startsWith("<"));
    await keepBundle(place, { inputs: inputs.map((input) => path.resolve(input)), began, text });
    return text;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new FiredrillError("boot-failed", `our app ${app} could not be bundled from ${main}: ${why}`, { cause });
  }
}
