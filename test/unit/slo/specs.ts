import { readSlos } from "../../../sandbox/slo/read-slos.ts";
import type { SloFile } from "../../../sandbox/slo/read-slos.ts";

export const days = 86_400_000;

/** One objective of Sloth's form, with everything that there is to say of it. */
export function sloth(): string {
  return `version: prometheus/v1
service: shop
labels: { team: pay }
slos:
  # A comment, so that places are not what one counts.


  - name: errors
    objective: 99.9
    labels: { tier: 1 }
    sli:
      events:
        error_query: sum(rate(http_requests_total{code=~"5.."}[{{.window}}]))
        total_query: sum(rate(http_requests_total[{{.window}}]))
    alerting:
      name: ShopErrors
      labels: { severity: info, team: pay }
      annotations: { summary: all }
      page_alert: { labels: { severity: critical }, annotations: { summary: paged } }
      ticket_alert:
        labels: {}
`;
}

/** What is wrong with files of these texts, as a person reads it: `slo.yml:1:1: what`. */
export function problemsOf(texts: readonly string[], more: Pick<SloFile, "buckets"> = {}): string[] {
  return readSlos(
    texts.map((text) => ({ file: "slo.yml", text, ...more })),
    30 * days,
  ).problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}
