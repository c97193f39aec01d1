import type { LoadRecord } from "../../../../load/record.ts";
import { percent } from "./numbers.ts";
import type { LoadTold, ObjectiveTold } from "./told.ts";

/** What came out, in one sentence. */
export function summaryOf({ outcome, objectives }: LoadTold, { stopped, generator }: LoadRecord): string {
  // Of two sides that say the same the one that is told first.
  const of = (wanted: LoadTold["outcome"]): Map<string, ObjectiveTold> => {
    const found = objectives.filter((one) => one.outcome === wanted);
    return new Map(found.map(({ name }) => [name, found.find((one) => one.name === name)!]));
  };
  const missed = of("deviated");
  const unsure = of("inconclusive");
  const told = [
    ...[...missed.values()].map(({ name, value, objective }) =>
      value === null || value >= objective
        ? `${name} was missed`
        : `${name} reached ${percent(value, objective)}, not ${percent(objective)}`,
    ),
    ...(unsure.size > 0 ? [`nothing certain can be said of ${listed([...unsure.keys()])}`] : []),
    ...(generator.behind === null ? [] : ["the generator itself was the bottleneck"]),
    ...(stopped === null ? [] : ["the load was ended before its time"]),
  ];
  if (told.length > 0) return sentence(told.join("; "));
  if (outcome !== "held") return sentence("the objectives were kept, and something else was not as it should be");
  const kept = [...of("held").keys()];
  if (kept.length === 0) return sentence("the load ran as planned, with no objective to keep");
  return sentence(`${listed(kept)} ${kept.length === 1 ? "was" : "were"} kept`);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}
