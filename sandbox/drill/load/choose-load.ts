import type { LoadProfile } from "../../../load/profile.ts";
import { FiredrillError } from "../../errors.ts";
import { suggestion } from "../../rules/nearest.ts";

export interface ChosenLoad {
  readonly name: string;
  readonly profile: LoadProfile;
}

/** Where nobody names a profile. */
const usual = "smoke";

/** The one profile that is named; where none is, the usual one, or the only one. Rejects (`usage`) a name that there is not. */
export function chooseLoad(loads: ReadonlyMap<string, LoadProfile>, names: readonly string[]): ChosenLoad {
  const only = loads.size === 1 ? [...loads.keys()] : [];
  const [name = loads.has(usual) ? usual : (only[0] ?? usual), ...more] = names;
  if (more.length > 0)
    throw new FiredrillError("usage", `one load at a time: ${name} or ${more.join(" or ")}; a profile may have stages`);
  const profile = loads.get(name);
  if (profile) return { name, profile };
  if (loads.size === 0) throw new FiredrillError("usage", "there are no load profiles below load/ of the fixtures");
  if (names.length === 0)
    throw new FiredrillError("usage", `which load? name one of ${[...loads.keys()].toSorted().join(", ")}`);
  throw new FiredrillError("usage", `there is no load profile \`${name}\`${suggestion(name, loads.keys())}`);
}
