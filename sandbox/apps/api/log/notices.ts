import type { Fields } from "./ecs.ts";

/** Lines that the log writes about itself: the only ones without `event.sequence`. */
export interface Notices {
  dropped(lines: number): string;
  left(lines: number): string;
}

export function noticesOf(every: Fields): Notices {
  const warning = (fields: Fields & { readonly message: string }): string =>
    JSON.stringify({ "@timestamp": new Date().toISOString(), "log.level": "warn", ...fields, ...every });
  return {
    dropped: (lines) =>
      warning({
        message: "Lines were dropped",
        "event.action": "log_lines_dropped",
        "bailbondpro.lines.dropped": lines,
      }),
    left: (lines) =>
      warning({
        message: "Lines were not sent to Elasticsearch",
        "event.action": "log_lines_left",
        "bailbondpro.lines.left": lines,
      }),
  };
}
