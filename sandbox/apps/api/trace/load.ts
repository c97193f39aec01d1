/** Throws where the bundle lies alone: then nothing was built that could trace. */
export async function loadTracing(): Promise<(typeof import("../tracing.ts"))["openTracing"]> {
  // By a name that no bundler sees through: whoever does not trace neither carries OpenTelemetry nor reads it.
  const file = new URL("./api/tracing.mjs", import.meta.url);
  const { openTracing } = (await import(file.href)) as typeof import("../tracing.ts");
  return openTracing;
}
