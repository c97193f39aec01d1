import type { BusinessEvents } from "../backend.ts";
import { fieldsOf } from "./asker.ts";
import type { Asker } from "./asker.ts";
import { chained } from "./chain.ts";
import type { Head } from "./chain.ts";
import type { Fields } from "./ecs.ts";
import type { Redaction } from "./redaction.ts";
import type { Sink } from "./sink.ts";

type Details = Readonly<Record<string, unknown>>;

interface AuditOptions {
  readonly sink: Sink;
  /** After which line it goes on. */
  readonly resumed: Head;
  /** Fields of every line. */
  readonly every: Fields;
  readonly redaction: Redaction;
}

/** Who did what, for those who have to answer for it. Not by LOG_LEVEL, and past the other logs. */
export class AuditLog implements Partial<BusinessEvents> {
  readonly sink: Sink;
  readonly #options: AuditOptions;
  #head: Head;

  constructor(options: AuditOptions) {
    this.sink = options.sink;
    this.#options = options;
    this.#head = options.resumed;
  }

  /** Where the chain stands. */
  get head(): Head {
    return this.#head;
  }

  /** Somebody did something, or tried to; not what it changed. */
  userAction(asker: Asker, action: string, resource: string, userId?: number): void {
    this.#write("User action", "user_action", {
      ...who(asker, userId),
      "bailbondpro.audit.action": action,
      "bailbondpro.audit.resource": resource,
      "client.ip": asker.ip,
    });
  }

  /** A row was made or changed; `changes`: columns and what they were set to. */
  dataModification(asker: Asker, table: string, recordId: number, changes: Details): void {
    this.#write("Data modification", "data_modification", {
      ...who(asker),
      "bailbondpro.audit.table": table,
      "bailbondpro.audit.record": String(recordId),
      "bailbondpro.changes": this.#options.redaction.value("changes", changes),
    });
  }

  /** The service itself; `details` in words of ours. */
  systemEvent(type: string, details: Details): void {
    this.#write("System event", "system_event", { "bailbondpro.audit.type": type, "bailbondpro.details": details });
  }

  bondCreated: BusinessEvents["bondCreated"] = (asker, { id, clientId, bondType, agentId, amount }) =>
    this.dataModification(asker, "bonds", id, { clientId, bondType, agentId, amount });
  bondMoved: BusinessEvents["bondMoved"] = (asker, { id, status }) =>
    this.dataModification(asker, "bonds", id, { status });
  paymentProcessed: BusinessEvents["paymentProcessed"] = (asker, { id, bondId, amount, method, source, status }) =>
    this.dataModification(asker, "payments", id, { bondId, amount, method, source, status });
  clientCreated: BusinessEvents["clientCreated"] = (asker, { id, name, county }) =>
    this.dataModification(asker, "clients", id, { name, county });
  feedbackGiven: BusinessEvents["feedbackGiven"] = (asker, { id, clientId, score, comment }) =>
    this.dataModification(asker, "feedback", id, { clientId, score, comment });
  loggedIn: BusinessEvents["loggedIn"] = (asker, userId) => this.userAction(asker, "login", "session", userId);
  loginFailed: BusinessEvents["loginFailed"] = (asker) => this.userAction(asker, "login_failed", "session");
  tokenRefused: BusinessEvents["tokenRefused"] = (asker) => this.userAction(asker, "token_refused", "session");

  #write(message: string, action: string, fields: Fields): void {
    const { line, head } = chained(this.#head, {
      "@timestamp": new Date().toISOString(),
      "log.level": "info",
      message,
      "event.action": action,
      ...fields,
      ...this.#options.every,
    });
    // A line that finds no room has no place in the chain: the sink has counted it.
    if (this.sink.write(line, head.sequence)) this.#head = head;
  }
}

function who(asker: Asker, userId: number | undefined = asker.session?.userId): Fields {
  return { ...fieldsOf(asker), "user.id": userId === undefined ? "anonymous" : String(userId) };
}
