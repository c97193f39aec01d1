import type { FastifyInstance } from "fastify";
import type { Problem } from "../problem.ts";

/** Something that can be made to go wrong on purpose. One file per kind; the control port switches it. */
export interface AppFault {
  /** Its name in the URL of the control port. */
  readonly kind: string;
  /** Watches the routes of `app` that are added after it. */
  install(app: FastifyInstance): void;
  /** In force, from the next request on, when it returns; in place of what was in force before. A problem changes nothing. */
  set(parameters: unknown): Problem | undefined;
  clear(): void;
  /** Its parameters while it is in force. */
  current(): Readonly<Record<string, unknown>> | undefined;
}
