import type { Logger } from "winston";
import type { BusinessEvents } from "../backend.ts";
import type { Query } from "../database.ts";
import { aboutError } from "./about-error.ts";
import type { AboutError, ErrorTold } from "./about-error.ts";
import { fieldsOf } from "./asker.ts";
import type { Asker } from "./asker.ts";
import type { Fields } from "./ecs.ts";
import { FailedLogins } from "./failed-logins.ts";
import { written } from "./log.ts";
import type { Redaction } from "./redaction.ts";

type Severity = "low" | "medium" | "high" | "critical";

/** Queries that take longer are logged. */
const slowSeconds = 1;

/** What the application has to say, by the guide's names; ecs.ts says which field each of its words becomes. */
export class ApplicationLog implements Partial<BusinessEvents> {
  readonly #logger: Logger;
  readonly #redaction: Redaction;
  readonly #about: AboutError;
  readonly #failedLogins = new FailedLogins();

  constructor(logger: Logger, redaction: Redaction) {
    this.#logger = logger;
    this.#redaction = redaction;
    this.#about = aboutError(redaction);
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
    const told = this.#about(error);
    this.#log("error", "Application error", "error", asker, {
      ...fieldsOfError(told),
      "error.stack_trace": told.stack,
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
      ...fieldsOfError(this.#about(error)),
      "bailbondpro.query.name": query?.name,
    });
  }

  /** Of the way to Elasticsearch: what is wrong from now on, or nothing any more. */
  outage(failure: Error | undefined): void {
    if (failure === undefined)
      return this.#log("warn", "Elasticsearch takes lines again", "log_outage_over", undefined, {});
    // A fetch that fails says why in its cause.
    const told = this.#about(failure.cause instanceof Error ? failure.cause : failure);
    this.#log("warn", "Elasticsearch takes no lines", "log_outage", undefined, fieldsOfError(told));
  }

  /** Of the way to the tracing backend, likewise. */
  traceOutage(failure: Error | undefined): void {
    if (failure === undefined)
      return this.#log("warn", "The tracing backend takes spans again", "trace_outage_over", undefined, {});
    const about = fieldsOfError(this.#about(failure));
    this.#log("warn", "The tracing backend takes no spans", "trace_outage", undefined, about);
  }

  #log(level: string, message: string, action: string, asker: Asker | undefined, fields: Fields): void {
    if (!this.#logger.isLevelEnabled(level)) return;
    const all = { message, "event.action": action, ...fieldsOf(asker), ...fields };
    this.#logger.log({ level, message, [written]: JSON.stringify(all).slice(1, -1) });
  }
}

function fieldsOfError({ type, code, message }: ErrorTold): Fields {
  return { "error.type": type, "error.code": code, "error.message": message };
}
