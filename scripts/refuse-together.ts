import { FiredrillError } from "../sandbox/errors.ts";

/** Tries each, and throws one error (`usage`) with all that they refuse. Anything else that is thrown goes on at once. */
export function refuseTogether(checks: readonly (() => unknown)[]): void {
  const refused = checks.flatMap((check) => {
    try {
      check();
      return [];
    } catch (error) {
      if (error instanceof FiredrillError && error.code === "usage") return [error.message];
      throw error;
    }
  });
  if (refused.length > 0) throw new FiredrillError("usage", refused.join("\n"));
}
