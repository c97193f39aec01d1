import { z } from "zod";
import { validate } from "../sandbox/rules/validate.ts";
import type { Validated } from "../sandbox/rules/validate.ts";
import { readYaml } from "../sandbox/rules/yaml-source.ts";

const method = z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"], {
  error: "expected GET, POST, PUT, PATCH or DELETE",
});

const request = z.strictObject({
  method: method.default("GET"),
  /** As it goes over the wire: percent-encoded, with its query. */
  path: z.string().regex(/^\/[!-~]*$/, "expected a path that starts with / and is percent-encoded"),
  /** Its share of all requests is its weight by the sum of all weights. */
  weight: z.number().positive("expected a weight above 0").default(1),
  /** Sent as JSON; a text is sent as it stands. */
  body: z.union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
});

/** A steady load: so many requests a second, a fixed mix of them. */
const loadProfile = z.strictObject({
  title: z.string().min(1, "expected a title that says what this load stands for"),
  /** Requests per second, of real time. */
  rate: z
    .number()
    .positive("expected requests per second, above 0")
    .max(5000, "expected at most 5000 requests per second"),
  requests: z.array(request).min(1, "expected at least one request"),
});

export type LoadProfile = z.infer<typeof loadProfile>;

/** A profile from the text of its file; `file` is only a name in what is wrong with it. */
export function readLoadProfile(file: string, text: string): Validated<LoadProfile> {
  return validate(readYaml(file, text), loadProfile);
}
