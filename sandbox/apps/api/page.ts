/** How many of a list: `?limit=`, 1 to 100, 20 unless said. */
export interface Page {
  Querystring: { limit: string };
}

export const page = {
  type: "object",
  properties: { limit: { type: "string", pattern: "^([1-9]\\d?|100)$", default: "20" } },
} as const;

export function limitOf(request: { readonly query: Page["Querystring"] }): number {
  return Number(request.query.limit);
}

/** The id of a row, as bodies give it; PostgreSQL's integer can hold it. */
export const rowId = { type: "integer", minimum: 1, maximum: 2_147_483_647 } as const;
