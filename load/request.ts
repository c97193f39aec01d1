import { z } from "zod";

const method = z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"], {
  error: "expected GET, POST, PUT, PATCH or DELETE",
});

const classes = ["2xx", "3xx", "4xx", "5xx"] as const;
const statusForms = "expected a status such as 201, a list of them, or 2xx, 3xx, 4xx or 5xx";
const code = z.int(statusForms).min(100, statusForms).max(599, statusForms);
const status = z.union(
  [code.transform((one) => [one]), z.array(code).min(1, statusForms).readonly(), z.enum(classes)],
  statusForms,
);

/** One kind of request of a load, and its share of them. */
export const request = z.strictObject({
  method: method.default("GET"),
  /** As it goes over the wire: percent-encoded, with its query. What begins with `//` would be a host's name. */
  path: z
    .string()
    .regex(/^\/[!-~]*$/, "expected a path that starts with / and is percent-encoded")
    .regex(/^(?!\/[/\\])/, "expected a path on the target, with one / at its start")
    .regex(/^[^#]*$/, "expected a path without a fragment (#), which is never sent; write %23 for the sign itself"),
  /** Its share of all requests is its weight by the sum of all weights. */
  weight: z.number().positive("expected a weight above 0").default(1),
  /** Sent as JSON; a text is sent as it stands. */
  body: z.union([z.string(), z.record(z.string(), z.unknown()), z.array(z.unknown())]).optional(),
  /** What an answer has to be, to count as completed; without a status, any below 400. */
  expect: z
    .strictObject({
      status: status.optional(),
      /** Stands somewhere in the answer. */
      body: z.string("expected a text that stands in the answer").min(1).optional(),
    })
    .refine((wanted) => Object.keys(wanted).length > 0, "expected a `status`, a `body` or both")
    .optional(),
});

export type Request = z.infer<typeof request>;
