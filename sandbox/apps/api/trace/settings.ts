type Environment = Readonly<Record<string, string | undefined>>;

/** What OpenTelemetry's own environment says of tracing. */
export interface TraceSettings {
  /** `otlp`: OTLP over HTTP, `protobuf` or `json`; `zipkin`: Zipkin's JSON, version 2. */
  readonly form: "protobuf" | "json" | "zipkin";
  /** Where spans are posted to. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Of a trace that begins here: the share of them, 0 to 1, that is told. */
  readonly ratio: number;
  /** Whether a caller's decision on its trace stands. */
  readonly parentBased: boolean;
  readonly serviceName: string;
  /** Of the process, beside its name and version. */
  readonly resource: Readonly<Record<string, string>>;
  /** So long spans wait to be sent together, so many wait at most, and so many are sent at once. */
  readonly delayMs: number;
  readonly capacity: number;
  readonly batch: number;
}

/**
 * Undefined: no tracing, as it is where nothing is set. `OTEL_TRACES_EXPORTER` (otlp, zipkin, none) or an OTLP endpoint switches it
 * on; the other names are those of the specification, with its defaults. Throws where a value can't be meant.
 */
export function readTraceSettings(env: Environment): TraceSettings | undefined {
  const { OTEL_SDK_DISABLED: disabled = "" } = env;
  const otlp = env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] || env["OTEL_EXPORTER_OTLP_ENDPOINT"];
  const exporter = env["OTEL_TRACES_EXPORTER"] || (otlp ? "otlp" : "none");
  if (exporter === "none" || disabled.toLowerCase() === "true") return undefined;
  return {
    ...(exporter === "otlp" ? readOtlp(env) : readZipkin(exporter, env)),
    ...readSampler(env),
    serviceName: env["OTEL_SERVICE_NAME"] || "bailbondpro",
    resource: pairs("OTEL_RESOURCE_ATTRIBUTES", env["OTEL_RESOURCE_ATTRIBUTES"]),
    delayMs: whole(env, "OTEL_BSP_SCHEDULE_DELAY", 5000, 0),
    capacity: whole(env, "OTEL_BSP_MAX_QUEUE_SIZE", 2048, 1),
    batch: whole(env, "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512, 1),
  };
}

type Destination = Pick<TraceSettings, "form" | "url" | "headers" | "timeoutMs">;

/** What is said of traces alone goes before what is said of all signals. */
function readOtlp(env: Environment): Destination {
  const one = (name: string): readonly [string, string | undefined] => {
    const special = `OTEL_EXPORTER_OTLP_TRACES_${name}`;
    return env[special] ? [special, env[special]] : [`OTEL_EXPORTER_OTLP_${name}`, env[`OTEL_EXPORTER_OTLP_${name}`]];
  };
  const [protocolName, protocol = "http/protobuf"] = one("PROTOCOL");
  if (protocol !== "http/protobuf" && protocol !== "http/json")
    throw new Error(`${protocolName} ${protocol}: expected http/protobuf or http/json`);
  const [endpointName, endpoint = "http://localhost:4318"] = one("ENDPOINT");
  const base = readUrl(endpointName, endpoint);
  const url = endpointName.includes("TRACES") ? base : new URL(base.pathname.replace(/\/?$/, "/v1/traces"), base);
  return {
    form: protocol === "http/json" ? "json" : "protobuf",
    url,
    headers: pairs(...one("HEADERS")),
    timeoutMs: whole(env, one("TIMEOUT")[0], 10_000, 1),
  };
}

function readZipkin(exporter: string, env: Environment): Destination {
  if (exporter !== "zipkin") throw new Error(`OTEL_TRACES_EXPORTER ${exporter}: expected otlp, zipkin or none`);
  const name = "OTEL_EXPORTER_ZIPKIN_ENDPOINT";
  return {
    form: "zipkin",
    url: readUrl(name, env[name] || "http://localhost:9411/api/v2/spans"),
    headers: {},
    timeoutMs: whole(env, "OTEL_EXPORTER_ZIPKIN_TIMEOUT", 10_000, 1),
  };
}

const samplers = ["always_on", "always_off", "traceidratio"];

function readSampler(env: Environment): Pick<TraceSettings, "ratio" | "parentBased"> {
  const sampler = env["OTEL_TRACES_SAMPLER"] || "parentbased_always_on";
  const parentBased = sampler.startsWith("parentbased_");
  const root = sampler.replace(/^parentbased_/, "");
  if (!samplers.includes(root)) {
    const expected = [...samplers, ...samplers.map((one) => `parentbased_${one}`)].join(", ");
    throw new Error(`OTEL_TRACES_SAMPLER ${sampler}: expected one of ${expected}`);
  }
  if (root !== "traceidratio") return { parentBased, ratio: root === "always_on" ? 1 : 0 };
  const text = env["OTEL_TRACES_SAMPLER_ARG"] || "1";
  const ratio = Number(text);
  if (!(ratio >= 0 && ratio <= 1)) throw new Error(`OTEL_TRACES_SAMPLER_ARG ${text}: expected a number from 0 to 1`);
  return { parentBased, ratio };
}

function whole(env: Environment, name: string, otherwise: number, least: number): number {
  const text = env[name] || String(otherwise);
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`${name} ${text}: expected a whole number, ${least} or above`);
}

/** Neither what is in a URL nor what is in a header is said again: there may be a password in it. */
function readUrl(name: string, text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url;
  throw new Error(`${name}: expected http://HOST:PORT or https://HOST:PORT`);
}

/** `a=1,b=2`, percent-encoded. */
function pairs(name: string, text = ""): Readonly<Record<string, string>> {
  const all = text.split(",").filter((pair) => pair.trim() !== "");
  try {
    return Object.fromEntries(
      all.map((pair) => {
        const [, key = "", value = ""] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
        if (key === "") throw new Error();
        return [decodeURIComponent(key.trim()), decodeURIComponent(value.trim())];
      }),
    );
  } catch {
    throw new Error(`${name}: expected NAME=VALUE,NAME=VALUE, percent-encoded`);
  }
}
