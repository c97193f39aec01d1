import { z } from "zod";
import { FiredrillError } from "../errors.ts";

/** One expression that a dashboard asks for, and where it stands. */
export interface Ask {
  /** "Error rate", "variable route", "annotation Alerts that fire". */
  readonly where: string;
  readonly expr: string;
}

export interface ReadPanel {
  readonly id: number | undefined;
  readonly title: string;
  readonly type: string;
  readonly description: string;
  readonly unit: string | undefined;
  readonly exprs: readonly string[];
  /** Colours by the value that they begin at; the first begins nowhere. */
  readonly steps: readonly { readonly value: number | null; readonly color: string }[];
  readonly links: readonly string[];
  /** Of the panel and of each of its queries. */
  readonly datasources: readonly (string | undefined)[];
}

export interface ReadVariable {
  readonly name: string;
  readonly query: string;
  readonly datasource: string | undefined;
}

/** A dashboard as Grafana would read it. */
export interface ReadDashboard {
  readonly file: string;
  readonly uid: string | undefined;
  readonly title: string;
  readonly panels: readonly ReadPanel[];
  readonly variables: readonly ReadVariable[];
  readonly annotations: readonly Ask[];
}

const source = z.object({ uid: z.string().optional() }).optional();
const panel = z.object({
  id: z.number().optional(),
  type: z.string(),
  title: z.string().default(""),
  description: z.string().default(""),
  datasource: source,
  targets: z.array(z.object({ expr: z.string().default(""), datasource: source })).default([]),
  fieldConfig: z
    .object({
      defaults: z.object({
        unit: z.string().optional(),
        thresholds: z
          .object({ steps: z.array(z.object({ value: z.number().nullable(), color: z.string() })) })
          .optional(),
      }),
    })
    .optional(),
  links: z.array(z.object({ url: z.string().default("") })).default([]),
});
const schema = z.object({
  uid: z.string().optional(),
  title: z.string().default(""),
  panels: z.array(panel.extend({ panels: z.array(panel).default([]) })).default([]),
  templating: z
    .object({
      list: z.array(z.object({ name: z.string(), query: z.string().default(""), datasource: source })).default([]),
    })
    .optional(),
  annotations: z.object({ list: z.array(z.object({ name: z.string(), expr: z.string().optional() })) }).optional(),
});

/** Reads a file of a dashboard; rows are left out, and panels in them are as any other. Throws (`input`) what is none. */
export function readDashboard(file: string, text: string): ReadDashboard {
  const read = schema.safeParse(JSON.parse(text));
  if (!read.success) throw new FiredrillError("input", `${file} is no dashboard: ${z.prettifyError(read.error)}`);
  const { uid, title, panels, templating, annotations } = read.data;
  return {
    file,
    uid,
    title,
    panels: panels
      .flatMap((one) => [one, ...one.panels])
      .filter(({ type }) => type !== "row")
      .map(panelOf),
    variables: (templating?.list ?? []).map((one) => ({ ...one, datasource: one.datasource?.uid })),
    annotations: (annotations?.list ?? []).flatMap(({ name, expr }) =>
      expr === undefined ? [] : [{ where: `annotation ${name}`, expr }],
    ),
  };
}

function panelOf({ datasource, targets, fieldConfig, links, ...rest }: z.infer<typeof panel>): ReadPanel {
  return {
    ...rest,
    id: rest.id,
    unit: fieldConfig?.defaults.unit,
    exprs: targets.map(({ expr }) => expr),
    steps: fieldConfig?.defaults.thresholds?.steps ?? [],
    links: links.map(({ url }) => url),
    datasources: [datasource?.uid, ...targets.map((target) => target.datasource?.uid)],
  };
}

/** `label_values(metric, label)` in its parts; undefined for another form. */
export function labelValues(query: string): { readonly selector: string; readonly label: string } | undefined {
  const [, selector, label] = /^label_values\((.+),\s*(\w+)\s*\)$/.exec(query) ?? [];
  return selector === undefined || label === undefined ? undefined : { selector: selector.trim(), label };
}
