import { FiredrillError } from "../../errors.ts";
import { suggestion } from "../../rules/nearest.ts";
import type { Drill } from "../drill.ts";
import type { Fixtures } from "./fixtures.ts";

/** Drills by name or by suite, in the order of the fixtures; everything with `all`; the suite `guide` where nothing is named. */
export function selectDrills(fixtures: Fixtures, names: readonly string[], all: boolean): readonly Drill[] {
  const suites = new Set(fixtures.drills.map((file) => file.suite));
  const known = new Set([...suites, ...fixtures.drills.map((file) => file.drill.name)]);
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    const told = unknown.map((name) => `there is no drill or suite \`${name}\`${suggestion(name, known)}`);
    throw new FiredrillError("usage", told.join("\n"));
  }
  const wanted = new Set(names.length === 0 ? ["guide"] : names);
  const selected = fixtures.drills.filter(({ suite, drill }) => all || wanted.has(suite) || wanted.has(drill.name));
  if (selected.length === 0) {
    throw new FiredrillError(
      "usage",
      `there are no drills in the suite \`guide\`${suites.size > 0 ? `; there are ${[...suites].join(", ")}` : ""}`,
    );
  }
  return selected.map((file) => file.drill);
}
