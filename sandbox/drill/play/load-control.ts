import { startLoad } from "../../../load/driver.ts";
import type { Load, LoadOptions } from "../../../load/driver.ts";
import type { LoadControl } from "../../fault/load-control.ts";
import type { Surges } from "./surges.ts";

/** What faults may do to a load that is on. What is added goes to the same target, and waits for answers as long. */
export function loadControl(load: Load, surges: Surges, target: URL, options: LoadOptions): LoadControl {
  return {
    pace: (share) => load.pace(share),
    add: (requests, rate) => startLoad({ title: "a fault's own", rate, requests: [...requests] }, target, options),
    surge: (name) => surges.start(name),
  };
}
