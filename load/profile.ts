import { z } from "zod";
import type { Problem } from "../sandbox/errors.ts";
import type { Duration } from "../sandbox/rules/duration.ts";
import { suggestion } from "../sandbox/rules/nearest.ts";
import { validate } from "../sandbox/rules/validate.ts";
import type { Validated } from "../sandbox/rules/validate.ts";
import { readYaml } from "../sandbox/rules/yaml-source.ts";
import type { YamlSource } from "../sandbox/rules/yaml-source.ts";
import { fields, shapeProblems } from "./profile-shape.ts";
import { request } from "./request.ts";
import type { Request } from "./request.ts";

/** What every load has, however it asks. */
interface Mix {
  readonly title: string;
  readonly requests: readonly Request[];
  /** Without an answer for so long, a request has failed. Default 2s, in a closed model 10s. */
  readonly timeout?: Duration;
}

/** Open, even arrivals: so many requests a second, whatever becomes of them. */
export interface EvenProfile extends Mix {
  /** Requests per second, of real time. */
  readonly rate: number;
  /** Real time. Without it, as long as whatever needs the load; a drill's load always is. */
  readonly duration?: Duration;
}

/** Closed: so many users, each waiting for its answer, thinking, and asking again. */
export interface ClosedProfile extends Mix {
  readonly connections: number;
  readonly think?: Duration;
  readonly duration?: Duration;
}

/** Open, in ramps: from the rate before it to its own, linearly, each stage for its time. */
export interface StagedProfile extends Mix {
  readonly stages: readonly { readonly duration: Duration; readonly rate: number }[];
  /** Where the first stage begins; default 0. */
  readonly from?: number;
}

/** Open, in trials of an even rate each: bisection for the highest between `from` and `to` that keeps the objectives. */
export interface BreakpointProfile extends Mix {
  readonly breakpoint: {
    readonly from: number;
    readonly to: number;
    /** How long each trial lasts. */
    readonly step: Duration;
    /** How close the highest rate that held and the lowest that did not get, as a share of the latter; default 0.05. */
    readonly tolerance?: number;
  };
}

export type LoadProfile = EvenProfile | ClosedProfile | StagedProfile | BreakpointProfile;

const head = { title: z.string().min(1, "expected a title that says what this load stands for") };
const noMix = "expected a list of requests, or the name of a profile that has one";
const written = z.strictObject({
  ...head,
  ...fields,
  requests: z.array(request, noMix).min(1, "expected at least one request"),
});
/** It takes its requests from another profile. */
const borrowing = z.strictObject({ ...head, ...fields, requests: z.string() });

/** The requests of other profiles, by name; undefined where those are wrong, which is said there. */
export type Mixes = ReadonlyMap<string, readonly Request[] | undefined>;

/** Of the profiles that take their requests from another, by name, from which. */
export type Borrowers = ReadonlyMap<string, string>;

/**
 * A profile from the text of its file; `file` is only a name in what is wrong with it. `requests` may name one of `mixes`.
 */
export function readLoadProfile(
  file: string,
  text: string,
  mixes: Mixes = new Map(),
  borrowers: Borrowers = new Map(),
): Validated<LoadProfile> {
  const source = readYaml(file, text);
  const { requests } = top(source);
  const { value, problems } = validate<object>(source, typeof requests === "string" ? borrowing : written);
  const shape = source.problems.length > 0 ? [] : shapeProblems(source, top(source));
  if (typeof requests !== "string") return whole(value, [...problems, ...shape]);
  const all = [...problems, ...shape, ...unknownMix(source, requests, mixes, borrowers)];
  const mix = mixes.get(requests);
  return whole(value && mix && { ...value, requests: mix }, all);
}

/** The name that a profile's `requests` is, where it is one. */
export function borrowedMix(file: string, text: string): string | undefined {
  const { requests } = top(readYaml(file, text));
  return typeof requests === "string" ? requests : undefined;
}

function whole(value: object | undefined, problems: readonly Problem[]): Validated<LoadProfile> {
  // The schema checks each field, `shapeProblems` that they make one of the shapes.
  return { value: problems.length > 0 ? undefined : (value as LoadProfile | undefined), problems };
}

function unknownMix(source: YamlSource, name: string, mixes: Mixes, borrowers: Borrowers): Problem[] {
  if (mixes.has(name)) return [];
  const way = [name];
  for (let next = borrowers.get(name); next !== undefined; next = borrowers.get(next)) {
    const circle = way.includes(next);
    way.push(next);
    if (!circle) continue;
    const message = `profiles borrow from one another in a circle: ${way.join(", ")}; give one of them a list of requests`;
    return [source.problemAt(["requests"], message)];
  }
  if (way.length > 1) {
    const message = `\`${name}\` has no list of requests itself, and takes those of \`${way[1]}\`; name one that has`;
    return [source.problemAt(["requests"], message)];
  }
  return [
    source.problemAt(
      ["requests"],
      `no profile with a list of requests is named \`${name}\`${suggestion(name, mixes.keys())}`,
    ),
  ];
}

function top(source: YamlSource): Readonly<Record<string, unknown>> {
  const { value } = source;
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
