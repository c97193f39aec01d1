import { ecsFields } from "./ecs.ts";
import type { Kind } from "./ecs.ts";

/** How long lines are kept: a team changes it to what it needs. */
const keptFor = "30d";

/**
 * What `PUT _index_template/bailbondpro-logs` takes. `stream`: a data stream, whose indices are rolled over and deleted by
 * age. `index`: one index that only grows, for a server that does not know them.
 */
export function indexTemplate(form: "stream" | "index"): Readonly<Record<string, unknown>> {
  const stream = form === "stream";
  return {
    index_patterns: ["bailbondpro-logs"],
    // Above those that come with Elasticsearch, which are at 100.
    priority: 200,
    _meta: { description: "The log of BailBondPro's API; fields by the Elastic Common Schema" },
    ...(stream ? { data_stream: {} } : {}),
    template: {
      // One odd value costs its field, not the line.
      settings: { index: { number_of_shards: 1, auto_expand_replicas: "0-1", mapping: { ignore_malformed: true } } },
      mappings: {
        // A field that the table lacks is kept, and not searched: nobody can fill the index with names.
        dynamic: false,
        properties: Object.fromEntries(ecsFields.map(({ field, kind }) => [field, mappingOf(kind)])),
      },
      ...(stream ? { lifecycle: { data_retention: keptFor } } : {}),
    },
  };
}

function mappingOf(kind: Kind): Readonly<Record<string, unknown>> {
  // A data stream wants to be sure of its time.
  if (kind === "date") return { type: kind, ignore_malformed: false };
  // ECS's own figure: what is longer is kept, and not searched.
  return kind === "keyword" || kind === "flattened" ? { type: kind, ignore_above: 1024 } : { type: kind };
}
