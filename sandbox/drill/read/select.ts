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
  // Fixtures of one's own need not have a suite of that name: then everything is meant.
  const everything = all || (names.length === 0 && !suites.has("guide"));
  const wanted = new Set(names.length === 0 ? ["guide"] : names);
  const selected = fixtures.drills.filter(
    ({ suite, drill }) => everything || wanted.has(suite) || wanted.has(drill.name),
  );
  if (selected.length === 0) throw new FiredrillError("usage", "there are no drills below drills/ of the fixtures");
  return selected.map((file) => file.drill);
}
