import { z } from "zod";

/** The parts of faults' parameters that several of them have, with what is said where they are wrong. */

export const share = (most = 1) =>
  z
    .number(`expected a number above 0 and up to ${most}, such as 0.5`)
    .gt(0, "expected more than 0")
    .max(most, `expected at most ${most}`);

export const ratio = z
  .number("expected a number above 0 and up to 1, such as 0.2")
  .gt(0, "expected more than 0")
  .max(1, "expected at most 1");

export const milliseconds = (most: number) =>
  z
    .number("expected milliseconds, such as 1500")
    .gt(0, "expected more than 0 milliseconds")
    .max(most, `expected at most ${most} milliseconds`);

export const route = z
  .string("expected a route's pattern, such as /api/bonds/:id")
  .startsWith("/", "expected a route's pattern, such as /api/bonds/:id");

/** A spec without the keys that were not given. */
export function spec<K extends string, P extends object>(kind: K, parameters: P): { readonly kind: K } & Given<P> {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  return { kind, ...(Object.fromEntries(given) as Given<P>) };
}

/** As `exactOptionalPropertyTypes` has it: absent, never undefined. */
type Given<P> = { [K in keyof P]: Exclude<P[K], undefined> };
