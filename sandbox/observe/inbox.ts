import { z } from "zod";
import { getJson } from "./http.ts";

const delivery = z.object({
  id: z.number(),
  at: z.number(),
  kind: z.string(),
  receiver: z.string(),
  alerts: z.array(z.object({ alert: z.string(), status: z.enum(["firing", "resolved"]), fingerprint: z.string() })),
  body: z.unknown(),
});

/** One notification that the inbox caught; `at` in milliseconds since 1970, when it was fully received. */
export type Delivery = z.infer<typeof delivery>;

/** Everything that the inbox caught after the delivery `after`, in order. */
export async function deliveries(inbox: URL, after = 0, signal?: AbortSignal): Promise<readonly Delivery[]> {
  const answer = await getJson(new URL(`/deliveries?after=${after}`, inbox), signal);
  return z.object({ deliveries: z.array(delivery) }).parse(answer).deliveries;
}
