import type { Service, Site } from "../stack/service.ts";
import { traces } from "./traces.ts";

/** A service that keeps traces, and in what form it wants them. */
export interface TraceBackend {
  readonly service: Service<"http">;
  /** `otlp-json` and `otlp`: OTLP over HTTP; `zipkin`: Zipkin's own JSON. */
  readonly takes: "otlp-json" | "otlp" | "zipkin";
}

/** Those that the sandbox boots by their names: `tracing` is our own. */
export type TraceBackendName = keyof typeof backends;

const backends = {
  tracing: (): TraceBackend => ({ service: traces(), takes: "otlp-json" }),
};

export function traceBackend(name: TraceBackendName): TraceBackend {
  return backends[name]();
}

/** How a service is told to trace: OpenTelemetry's own names. `ratio`: the share of the traces that begin there that are told. */
export function traceEnvironment(
  { service, takes }: TraceBackend,
  ratio: number,
  site: Pick<Site, "peer">,
): Readonly<Record<string, string>> {
  const base = `http://${site.peer<string>(service, "otlp" in service.ports ? "otlp" : "http")}`;
  const to: Readonly<Record<string, string>> =
    takes === "zipkin"
      ? { OTEL_TRACES_EXPORTER: "zipkin", OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${base}/api/v2/spans` }
      : {
          OTEL_TRACES_EXPORTER: "otlp",
          OTEL_EXPORTER_OTLP_ENDPOINT: base,
          OTEL_EXPORTER_OTLP_PROTOCOL: takes === "otlp" ? "http/protobuf" : "http/json",
        };
  return {
    ...to,
    OTEL_SERVICE_NAME: "bailbondpro",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: String(ratio),
    // A person who has made a request looks for its trace next.
    OTEL_BSP_SCHEDULE_DELAY: "500",
  };
}
