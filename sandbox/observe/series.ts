export type Labels = Readonly<Record<string, string>>;

/** One series: its labels (the name is `__name__`), and [milliseconds since 1970, value as Prometheus writes it], oldest first. */
export interface Series {
  readonly labels: Labels;
  readonly samples: readonly (readonly [number, string])[];
}
