import type { Problem } from "../problem.ts";

/** What is wrong with one parameter, in words; undefined: nothing. A parameter that was not given is undefined. */
type Check = (value: unknown) => string | undefined;

/** The problem with a fault's parameters, at the first of them that is wrong, or with a name that none has; undefined: they are right. */
export function problemOf(
  kind: string,
  parameters: unknown,
  checks: Readonly<Record<string, Check>>,
): Problem | undefined {
  const problem = (pointer: string, detail: string): Problem => ({
    status: 422,
    detail: `${kind}: ${detail}`,
    errors: [{ pointer, detail }],
  });
  const names = Object.keys(checks).join(", ");
  if (typeof parameters !== "object" || parameters === null || Array.isArray(parameters))
    return problem("", `parameters are an object with ${names}`);
  const stray = Object.keys(parameters).find((name) => !Object.hasOwn(checks, name));
  if (stray !== undefined) return problem(`/${stray}`, `there is no parameter ${stray}; there are ${names}`);
  for (const [name, check] of Object.entries(checks)) {
    const wrong = check((parameters as Readonly<Record<string, unknown>>)[name]);
    if (wrong !== undefined) return problem(`/${name}`, `${name} ${wrong}`);
  }
  return undefined;
}

/** A number from `least` to `most`. */
export function numberFrom(least: number, most: number): Check {
  return (value) =>
    typeof value === "number" && value >= least && value <= most ? undefined : `is a number from ${least} to ${most}`;
}

/** Right, too, where it was not given. */
export function optional(check: Check): Check {
  return (value) => (value === undefined ? undefined : check(value));
}

export function oneOf(what: string, known: ReadonlySet<string>): Check {
  return (value) =>
    typeof value === "string" && known.has(value)
      ? undefined
      : `is a ${what}: there is no ${JSON.stringify(value)}; there are ${[...known].join(", ")}`;
}
