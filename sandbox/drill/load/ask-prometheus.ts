import { overWindow } from "../../../load/objectives.ts";
import { FiredrillError } from "../../errors.ts";
import type { PrometheusReader } from "../../observe/prometheus.ts";
import type { Labels } from "../../observe/series.ts";

/** The time of a load, in real milliseconds since 1970: from the last scrape before it to the first that all of it stands in. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What an expression with `{{window}}` gave; `missing`: why there is nothing. */
export type Answer =
  | { readonly values: readonly { readonly labels: Labels; readonly value: number }[] }
  | { readonly missing: string };

/** Asks for the value at the window's end, over exactly the window. Values that are no number are none. */
export async function askOver({ from, to }: Window, expr: string, prometheus: PrometheusReader): Promise<Answer> {
  const asked = overWindow(expr, (to - from) / 1000);
  try {
    const series = await prometheus.range(asked, to, to, 1_000);
    const values = series.flatMap(({ labels, samples }) => {
      const value = Number(samples.at(-1)?.[1] ?? Number.NaN);
      return Number.isNaN(value) ? [] : [{ labels, value }];
    });
    return values.length > 0 ? { values } : { missing: `nothing came of ${asked}` };
  } catch (error) {
    if (!(error instanceof FiredrillError && error.code === "service-failed")) throw error;
    return { missing: error.message };
  }
}
