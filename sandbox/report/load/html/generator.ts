import type { LoadRecord } from "../../../../load/record.ts";
import { html } from "../../html/markup.ts";
import type { Markup } from "../../html/markup.ts";
import { latency } from "./numbers.ts";

/** Whether the numbers are the target's or the generator's own. */
export function generatorFacts({ workers, cores, loopDelayMs, lateMs, behind }: LoadRecord["generator"]): Markup {
  const facts: [name: string, value: string][] = [
    ["workers", String(workers)],
    ["processor", `${cores.toFixed(2)} cores`],
    ["event loop held up", `p99 ${latency(loopDelayMs.p99)}, at worst ${latency(loopDelayMs.max)}`],
    ["sent later than meant", `p99 ${latency(lateMs.p99)}, at worst ${latency(lateMs.max)}`],
  ];
  return html`<dl class="facts">
      ${facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <p class="${behind === null ? "quiet" : "missed inconclusive"}">
      ${behind === null ? "It did its part: what is measured is the target." : behind}
    </p>`;
}
