import type { Logger } from "winston";
import { DatabaseError } from "pg";
import type { BusinessEvents } from "../backend.ts";
import type { Query } from "../database.ts";
import { fieldsOf } from "./asker.ts";
import type { Asker } from "./asker.ts";
import type { Fields } from "./ecs.ts";
import { FailedLogins } from "./failed-logins.ts";
import { written } from "./log.ts";
import { redacted } from "./patterns.ts";
import type { Redaction } from "./redaction.ts";

type Severity = "low" | "medium" | "high" | "critical";

/** Queries that take longer are logged. */
const slowSeconds = 1;

/** What the application has to say, by the guide's names; ecs.ts says which field each of its words becomes. */
export class ApplicationLog implements Partial<BusinessEvents> {
  readonly #logger: Logger;
  readonly #redaction: Redaction;
  readonly #failedLogins = new FailedLogins();

  constructor(logger: Logger, redaction: Redaction) {
    this.#logger = logger;
    this.#redaction = redaction;
  }

  bondCreated: BusinessEvents["bondCreated"] = (asker, bond) =>
    this.#log("info", "Bond created", "bond_created", asker, {
      "bailbondpro.bond.id": bond.id,
      "bailbondpro.client.id": bond.clientId,
      "bailbondpro.amount": bond.amount,
    });

  paymentProcessed: BusinessEvents["paymentProcessed"] = (asker, payment) =>
    this.#log("info", "Payment processed", "payment_processed", asker, {
      "bailbondpro.payment.id": payment.id,
      "bailbondpro.bond.id": payment.bondId,
      "bailbondpro.amount": payment.amount,
      "bailbondpro.payment.method": payment.method,
      "bailbondpro.payment.status": payment.status,
    });

  loginFailed: BusinessEvents["loginFailed"] = (asker) => {
    this.security(asker, "login_failed", "medium", { ip: asker.ip });
    const attempts = this.#failedLogins.record(asker.ip);
    if (attempts !== undefined)
      this.security(asker, "multiple_failed_logins", "high", { ip: asker.ip, attempts, timeWindow: "15 minutes" });
  };

  tokenRefused: BusinessEvents["tokenRefused"] = (asker) =>
    this.security(asker, "unknown_token", "low", { ip: asker.ip });

  security(
    asker: Asker | undefined,
    type: string,
    severity: Severity,
    details: Readonly<Record<string, unknown>>,
  ): void {
    this.#log("warn", "Security event", "security_event", asker, {
      "bailbondpro.security.type": type,
      "bailbondpro.security.severity": severity,
      "bailbondpro.details": details,
    });
  }

  /** `context`: where it came from, in words of ours. */
  error(error: Error, context: Readonly<Record<string, string>>, asker?: Asker): void {
    const about = this.#about(error);
    this.#log("error", "Application error", "error", asker, {
      ...about,
      "error.stack_trace":
        error.stack && this.#redaction.text(error.stack.replace(error.message, () => String(about["error.message"]))),
      "bailbondpro.context": context,
    });
  }

  slowQuery(query: Query, values: readonly unknown[], seconds: number, asker: Asker | undefined): void {
    if (seconds <= slowSeconds) return;
    this.#log("warn", "Slow database query", "slow_query", asker, {
      "bailbondpro.query.name": query.name,
      "bailbondpro.query.text": query.text,
      "bailbondpro.query.params": values.map((value) =>
        this.#redaction.value(typeof value === "number" ? "id" : "", value),
      ),
      "event.duration": Math.round(seconds * 1e9),
    });
  }

  /** Of a statement that failed, or (without `query`) of the way to the database. */
  databaseError(error: Error, query?: Query, asker?: Asker): void {
    this.#log("error", "Database error", "db_error", asker, {
      ...this.#about(error),
      "bailbondpro.query.name": query?.name,
    });
  }

  /** Of the way to Elasticsearch: what is wrong from now on, or nothing any more. */
  outage(failure: Error | undefined): void {
    if (failure === undefined)
      return this.#log("warn", "Elasticsearch takes lines again", "log_outage_over", undefined, {});
    // A fetch that fails says why in its cause.
    const about = this.#about(failure.cause instanceof Error ? failure.cause : failure);
    this.#log("warn", "Elasticsearch takes no lines", "log_outage", undefined, about);
  }

  #about(error: Error): Fields {
    return {
      "error.type": error.name,
      "error.code": "code" in error ? error.code : undefined,
      "error.message": this.#redaction.text(error instanceof DatabaseError ? withoutValues(error) : error.message),
    };
  }

  #log(level: string, message: string, action: string, asker: Asker | undefined, fields: Fields): void {
    if (!this.#logger.isLevelEnabled(level)) return;
    const all = { message, "event.action": action, ...fieldsOf(asker), ...fields };
    this.#logger.log({ level, message, [written]: JSON.stringify(all).slice(1, -1) });
  }
}

/** PostgreSQL quotes a value that it can't read, or that breaks a constraint. */
function withoutValues(error: DatabaseError): string {
  return error.code?.startsWith("22") === true ? error.message.replace(/"[^"]*"/g, redacted) : error.message;
}
