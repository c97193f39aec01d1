import type { Found } from "./finding.ts";
import type { Subject } from "./subject.ts";

/** One thing that may be wrong. Its page is docs/checks/ID.md, whose examples are its test. */
export interface Check {
  /** What is wrong, in kebab case: `localhost-in-container`. */
  readonly id: string;
  /** Pure. */
  find(subject: Subject): readonly Found[];
}
