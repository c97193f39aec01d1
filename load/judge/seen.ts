/** What one side saw of an objective: so many good ones of so many, as far as that can be told. */
export interface Counted {
  readonly kind: "counted";
  /** For certain, most likely, and at most. */
  readonly good: { readonly least: number; readonly likely: number; readonly most: number };
  readonly total: number;
  /** In words, where `least` and `most` differ: what can't be told, and why. */
  readonly doubt: string | null;
}

/** A state that is looked at once a scrape. */
export interface Sampled {
  readonly kind: "sampled";
  readonly share: number;
  /** How often; null where that is not known. */
  readonly looks: number | null;
}

/** Nothing to judge by. */
export interface Unseen {
  readonly kind: "unseen";
  readonly why: string;
}

export type Seen = Counted | Sampled | Unseen;
