import { DatabaseError } from "pg";
import { redacted } from "./patterns.ts";
import type { Redaction } from "./redaction.ts";

/** What may be told of an error. */
export interface ErrorTold {
  /** Its class. */
  readonly type: string;
  /** ECONNREFUSED, PostgreSQL's 57014, … */
  readonly code: string | undefined;
  readonly message: string;
  readonly stack: string | undefined;
}

export type AboutError = (error: Error) => ErrorTold;

/** Message and stack without what they quote. */
export function aboutError(redaction: Redaction): AboutError {
  return (error) => {
    const message = redaction.text(error instanceof DatabaseError ? withoutValues(error) : error.message);
    return {
      type: error.name,
      code: "code" in error && typeof error.code === "string" ? error.code : undefined,
      message,
      // A getter, since the stack is made and searched only for who tells it.
      get stack() {
        return error.stack && redaction.text(error.stack.replace(error.message, () => message));
      },
    };
  };
}

/** PostgreSQL quotes a value that it can't read, or that breaks a constraint. */
function withoutValues(error: DatabaseError): string {
  return error.code?.startsWith("22") === true ? error.message.replace(/"[^"]*"/g, redacted) : error.message;
}
