import type { KeptSpan } from "./otlp.ts";
import type { Summary } from "./store.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function safe(value: unknown): string {
  return String(value).replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8" /><title>${safe(title)}</title>
<style>
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
  td, th { padding: 0.1rem 0.8rem 0.1rem 0; text-align: left; vertical-align: top; }
  .failed { color: #b00020; }
  .bar { background: #4a7bd0; height: 0.7rem; min-width: 2px; margin-top: 0.4rem; }
  .failed .bar { background: #b00020; }
  td.time { width: 24rem; }
  pre { margin: 0; white-space: pre-wrap; }
</style>
<h1>${safe(title)}</h1>
${body}</html>
`;
}

/** The traces that there are, the newest first. */
export function renderList(traces: readonly Summary[]): string {
  const rows = traces.map(
    (trace) =>
      `<tr class="${trace.failed ? "failed" : ""}"><td>${new Date(trace.startMs).toISOString()}</td>` +
      `<td><a href="/${trace.traceId}">${safe(trace.name)}</a></td><td>${safe(trace.status ?? "")}</td>` +
      `<td>${trace.durationMs.toFixed(1)} ms</td><td>${trace.spans}</td></tr>`,
  );
  const head = "<tr><th>began</th><th>request</th><th>status</th><th>took</th><th>spans</th></tr>";
  return page(`Traces (${traces.length})`, `<table>${head}${rows.join("\n")}</table>`);
}

/** One trace: each span where it lies in time, and what it says. */
export function renderTrace(traceId: string, spans: readonly KeptSpan[]): string {
  const from = Math.min(...spans.map(({ startMs }) => startMs));
  const whole = Math.max(...spans.map(({ startMs, durationMs }) => startMs + durationMs)) - from || 1;
  const share = (ms: number) => `${((100 * ms) / whole).toFixed(2)}%`;
  const rows = spans.map(
    (span) =>
      `<tr class="${span.failed ? "failed" : ""}"><td>${safe(span.name)}</td><td>${span.durationMs.toFixed(2)} ms</td>` +
      `<td class="time"><div class="bar" style="margin-left:${share(span.startMs - from)};width:${share(span.durationMs)}">` +
      `</div></td><td><details><summary>${safe(span.kind)}</summary><pre>${safe(
        JSON.stringify({ ...span.attributes, ...(span.events.length > 0 ? { events: span.events } : {}) }, null, 2),
      )}</pre></details></td></tr>`,
  );
  return page(`Trace ${traceId}`, `<table>${rows.join("\n")}</table>`);
}
