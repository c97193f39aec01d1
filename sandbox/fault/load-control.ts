import type { LoadProfile } from "../../load/profile.ts";

/** What a fault may do to the load that is on. */
export interface LoadControl {
  /** From now on only that share of the load's requests is sent, evenly; disposing lets all be sent again. */
  pace(share: number): Disposable;
  /** An even load beside the first, in a mix of its own; disposing ends it. */
  add(requests: LoadProfile["requests"], perSecond: number): Promise<AsyncDisposable>;
}
