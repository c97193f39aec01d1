/** A dashboard before it is Grafana's: what is asked, in which unit, and when it is bad. */
export interface Board {
  /** Fixed: links and bookmarks go by it. Also the name of its file. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
}

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** What a person may choose at the top; all values until they do. An expression has it as `label=~"$name"`. */
export interface Variable {
  readonly name: string;
  readonly title: string;
  /** Its values are those of this label of this metric. */
  readonly metric: string;
  readonly label: string;
}

export interface Panel {
  /** The only types there are: those that a page without Grafana can draw as well. */
  readonly type: "timeseries" | "stat" | "table";
  readonly title: string;
  readonly description: string;
  /** Grafana's name of the unit; `units.ts` knows what fits it. */
  readonly unit: string;
  /** By legend: `p95`, `{{method}} {{route}}`. */
  readonly asks: Readonly<Record<string, string>>;
  /** Where the colour turns. */
  readonly bad?: Bad;
  /** Alerts that are about the same: their runbooks are linked. */
  readonly alerts?: readonly string[];
  /** Of 24 columns. Default 12, a stat 6. */
  readonly width?: number;
}

/** Red (or another colour) from a value on, and yellow from a lower one; or red below a value. */
export type Bad =
  | { readonly from: number; readonly warnFrom?: number; readonly color?: "orange" }
  | { readonly below: number };
