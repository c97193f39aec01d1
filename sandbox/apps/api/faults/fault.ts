import type { FastifyInstance } from "fastify";
import type { Problem } from "../problem.ts";

/** Something that can be made to go wrong on purpose. One file per kind; the control port switches it, one switch at a time. */
export interface AppFault {
  /** Its name in the URL of the control port. */
  readonly kind: string;
  /** Watches the routes of `app` that are added after it; a fault that hits no requests has none. */
  install?(app: FastifyInstance): void;
  /** Resolves when it is in force, in place of what was in force before. A problem changes nothing. */
  set(parameters: unknown): Promise<Problem | undefined>;
  /** Resolves when nothing of it is left. */
  clear(): Promise<void>;
  /** Its parameters while it is in force. */
  current(): Readonly<Record<string, unknown>> | undefined;
}
