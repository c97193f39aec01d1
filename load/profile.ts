import { z } from "zod";

const method = z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"], {
  error: "a method is one of GET, POST, PUT, PATCH, DELETE",
});

const request = z.strictObject({
  method: method.default("GET"),
  /** As it goes over the wire: percent-encoded, with its query. */
  path: z.string().regex(/^\/[!-~]*$/, "a path starts with / and has neither blanks nor unencoded characters"),
  /** Its share of all requests is its weight by the sum of all weights. */
  weight: z.number().positive("a weight is a number above 0").default(1),
  /** Sent as JSON; a text is sent as it stands. */
  body: z.union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
});

/** A steady load: so many requests a second, a fixed mix of them. */
export const loadProfile = z.strictObject({
  title: z.string().min(1, "a title says what this load stands for"),
  /** Requests per second, of real time. */
  rate: z.number().positive("a rate is a number of requests per second above 0").max(5000, "at most 5000 per second"),
  requests: z.array(request).min(1, "a load profile has at least one request"),
});

export type LoadProfile = z.infer<typeof loadProfile>;
