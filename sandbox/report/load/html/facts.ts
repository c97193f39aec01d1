import type { JudgedLoad } from "../../../drill/load/load-run.ts";
import type { Outcome } from "../../../outcome.ts";
import type { LoadFacts } from "../json.ts";

/** What a load came to, and which alerts fired meanwhile. */
export type Told = JudgedLoad["verdict"];

/** What is told beside a load: of a search it is the trial at the knee. */
export interface PageFacts extends LoadFacts {
  /** Of all: the load, its search, the services that it was on. */
  readonly outcome: Outcome;
}
