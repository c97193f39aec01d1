import type { Checkout } from "../sandbox/report/github.ts";

/** Annotations name files as seen from the workspace of the job; elsewhere from here. */
export function checkout(): Checkout {
  return { root: process.env["GITHUB_WORKSPACE"] || process.cwd(), cwd: process.cwd() };
}
