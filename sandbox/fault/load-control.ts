/** As a load profile has it. */
export interface AddedRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Its share of all that are added is its weight by the sum of all weights. */
  readonly weight: number;
  /** Sent as JSON. */
  readonly body?: Record<string, unknown>;
}

/** What a fault may do to the load that is on. */
export interface LoadControl {
  /** From now on only that share of the load's requests is sent, evenly; disposing lets all be sent again. */
  pace(share: number): Disposable;
  /** An even load beside the first, in a mix of its own; disposing ends it. */
  add(requests: readonly AddedRequest[], perSecond: number): Promise<AsyncDisposable>;
  /** The load profile of that name, beside the first; disposing ends it: nothing more is sent. Rejects (`fault-failed`) where there is none. */
  surge(load: string): Promise<AsyncDisposable>;
}
