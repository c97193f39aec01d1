import { share, shortMs } from "./figures.ts";
import type { LoadState } from "./progress.ts";

const barWidth = 24;

/** The lines of a live view, none longer than the screen: how far it is, the last second that is over, errors and budget so far. */
export function drawLoad(state: LoadState, columns: number, elapsedMs: number): string[] {
  const { name, says, second, sent, failed, budgets } = state;
  const lines = [
    `${(elapsedMs / 1000).toFixed(0)} s`.padStart(5) + `  ${name}  ${says}${progress(state)}`,
    ...(second
      ? [
          `       rate    ${second.sent} per second${second.due > second.sent ? `, ${second.due} were due` : ""}`,
          `       latency ${latencies(second.latencyMs)}`,
          `       errors  ${failed} of ${sent}${failed > 0 && sent > 0 ? ` (${share(failed / sent)})` : ""}`,
        ]
      : []),
    ...(budgets.length > 0
      ? [`       budget  of this run ${budgets.map((one) => `${one.name} ${share(one.spent)}`).join(", ")}`]
      : []),
  ];
  return lines.map((line) => line.slice(0, Math.max(1, columns - 1)));
}

function progress({ ofSeconds, second }: LoadState): string {
  if (ofSeconds === null || !second) return "";
  const done = Math.min(1, (second.second + 1) / ofSeconds);
  const full = Math.floor(done * barWidth);
  return `  ${"█".repeat(full)}${"░".repeat(barWidth - full)} ${second.second + 1} of ${Math.round(ofSeconds)} s`;
}

function latencies(of: { readonly p50: number; readonly p95: number; readonly p99: number } | null): string {
  if (!of) return "no answers";
  return `p50 ${shortMs(of.p50)}  p95 ${shortMs(of.p95)}  p99 ${shortMs(of.p99)} ms`;
}
