import type { Evidence } from "../../fault/fault.ts";
import type { Series } from "../../observe/series.ts";
import { firstFaster, firstSlower } from "./growth.ts";

type Sample = Series["samples"][number];

/** The time of the first sample since `asked` that shows the fault; undefined: none does. */
export function firstEvidence(series: readonly Series[], evidence: Evidence, asked: number): number | undefined {
  if (evidence.shows === "slower growth") return firstSlower(series, evidence.share, asked);
  if (evidence.shows === "faster growth") return firstFaster(series, asked);
  const telling = evidence.shows === "more slow ones" ? beyond(series, evidence.thanSeconds) : series;
  const shows = telling.flatMap(({ samples }) => {
    const before = Number(samples.findLast(([at]) => at < asked)?.[1] ?? 0);
    const found = samples.find(([at, value]) => at >= asked && isShown(evidence, Number(value), before));
    return found ? [found[0]] : [];
  });
  return shows.length === 0 ? undefined : Math.min(...shows);
}

/** The end of "no sample of … was": what would have shown the fault. */
export function described(evidence: Evidence): string {
  switch (evidence.shows) {
    case "at least":
      return `at least ${evidence.value}`;
    case "more by":
      return `more than before by ${evidence.value}`;
    case "more slow ones":
      return `of more than before that took longer than ${evidence.thanSeconds} s`;
    case "slower growth":
      return `so little more than the one before that only ${evidence.share} of the load was there`;
    case "faster growth":
      return "so much more than the one before that more than the load was there";
    default:
      return evidence.shows;
  }
}

function isShown(evidence: Evidence, value: number, before: number): boolean {
  if (evidence.shows === "zero") return value === 0;
  if (evidence.shows === "at least") return value >= evidence.value;
  return evidence.shows === "more by" ? value >= before + evidence.value : value > before;
}

/** Of buckets with one bound and those without any: how many were beyond the bound. */
function beyond(series: readonly Series[], bound: number): Series[] {
  const key = ({ labels }: Series): string =>
    JSON.stringify(
      Object.entries(labels)
        .filter(([name]) => name !== "le")
        .toSorted(),
    );
  const within = series.filter(({ labels }) => Number(labels["le"]) === bound);
  return series
    .filter(({ labels }) => labels["le"] === "+Inf")
    .map((all) => {
      const some = new Map(within.find((one) => key(one) === key(all))?.samples);
      const samples = all.samples.flatMap(([at, value]): Sample[] => {
        const least = some.get(at);
        return least === undefined ? [] : [[at, String(Number(value) - Number(least))]];
      });
      return { labels: all.labels, samples };
    });
}
