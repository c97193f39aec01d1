/** How a search engine keeps a field: `flattened` is an object whose keys are not fields of their own. */
export type Kind = "date" | "flattened" | "ip" | "keyword" | "long" | "text";

interface Mapped {
  /** Whose lines have it: an event, or a kind of line. */
  readonly line: string;
  /** What the guide calls it; "–": it has none. */
  readonly guide: string;
  readonly kind: Kind;
  readonly meaning: string;
}

const mapped = <F extends string>(field: F, line: string, guide: string, kind: Kind, meaning: string) =>
  ({ field, line, guide, kind, meaning }) as const satisfies Mapped & { readonly field: F };

/**
 * Every field that a line can have, by its name in the Elastic Common Schema, and what the guide calls it. Names have their
 * dots in them: a line is flat, and a search engine makes objects of it. What ECS has no name for is below `bailbondpro`.
 */
export const ecsFields = [
  mapped("@timestamp", "every", "timestamp", "date", "when it was written, ISO 8601 in UTC"),
  mapped("log.level", "every", "level", "keyword", "error, warn, info, http, verbose, debug or silly"),
  mapped("message", "every", "message", "text", "one of a few sentences; what differs is in the other fields"),
  mapped("service.name", "every", "service", "keyword", "bailbondpro"),
  mapped("service.version", "every", "version", "keyword", "APP_VERSION"),
  mapped("service.environment", "every", "environment", "keyword", "NODE_ENV"),
  mapped("service.ephemeral_id", "every", "–", "keyword", "one process from its start to its end"),
  mapped("event.sequence", "every", "–", "long", "counts the lines of a process from 1, the audit log's on their own"),
  mapped("ecs.version", "every", "–", "keyword", "of the schema"),
  mapped("http.request.id", "of a request", "–", "keyword", "the answer's x-request-id"),
  mapped("trace.id", "of a request", "–", "keyword", "from traceparent, or made here: 32 hexadecimal digits"),
  mapped("user.id", "of a request", "userId", "keyword", "who is logged in; audit log: or `anonymous`"),
  mapped("http.request.method", "request", "method", "keyword", ""),
  mapped("url.original", "request", "url", "keyword", "path and query, redacted"),
  mapped("http.response.status_code", "request", "status", "long", ""),
  mapped("event.duration", "request, slow_query", "duration", "long", "nanoseconds (the guide: ms)"),
  mapped("user_agent.original", "request", "userAgent", "keyword", "products and versions, redacted"),
  mapped("client.ip", "request, audit log", "ip", "ip", "of the connection"),
  mapped("bailbondpro.request.headers", "request, at debug", "–", "flattened", "redacted"),
  mapped("bailbondpro.request.body", "request, at debug", "–", "flattened", "redacted"),
  mapped("event.action", "every event", "event", "keyword", "transaction, bond_created, slow_query, user_action, …"),
  mapped("bailbondpro.bond.id", "bond_created, payment_processed", "bondId", "long", ""),
  mapped("bailbondpro.client.id", "bond_created", "clientId", "long", ""),
  mapped("bailbondpro.amount", "bond_created, payment_processed", "amount", "long", "whole US dollars"),
  mapped("bailbondpro.payment.id", "payment_processed", "paymentId", "long", ""),
  mapped("bailbondpro.payment.method", "payment_processed", "method", "keyword", "card, cash, check or wire"),
  mapped("bailbondpro.payment.status", "payment_processed", "status", "keyword", "completed or pending"),
  mapped("bailbondpro.security.type", "security_event", "type", "keyword", "login_failed, unknown_token, …"),
  mapped("bailbondpro.security.severity", "security_event", "severity", "keyword", "low, medium, high or critical"),
  mapped("bailbondpro.details", "security_event, audit log", "details", "flattened", ""),
  mapped("error.type", "error, db_error, log_outage, trace_outage", "–", "keyword", "the error's class"),
  mapped(
    "error.code",
    "error, db_error, log_outage, trace_outage",
    "–",
    "keyword",
    "ECONNREFUSED, PostgreSQL's 57014, …",
  ),
  mapped("error.message", "error, db_error, log_outage, trace_outage", "message", "text", "redacted"),
  mapped("error.stack_trace", "error", "stack", "text", "redacted"),
  mapped("bailbondpro.context", "error", "context", "flattened", "where it came from"),
  mapped("transaction.name", "request", "name", "keyword", "method and route"),
  mapped("transaction.type", "request", "type", "keyword", "request"),
  mapped("transaction.span_count.started", "request", "spans", "long", "queries of the database and of Redis"),
  mapped("bailbondpro.query.name", "slow_query, db_error", "target", "keyword", "the statement's name"),
  mapped("bailbondpro.query.text", "slow_query", "query", "keyword", "SQL with its placeholders"),
  mapped("bailbondpro.query.params", "slow_query", "params", "keyword", "redacted"),
  mapped("bailbondpro.lines.dropped", "log_lines_dropped", "–", "long", "how many lines are missing just before"),
  mapped("bailbondpro.lines.left", "log_lines_left", "–", "long", "how many lines Elasticsearch lacks at the end"),
  mapped("bailbondpro.audit.action", "user_action", "action", "keyword", "login, login_failed, …"),
  mapped("bailbondpro.audit.resource", "user_action", "resource", "keyword", ""),
  mapped("bailbondpro.audit.table", "data_modification", "table", "keyword", ""),
  mapped("bailbondpro.audit.record", "data_modification", "recordId", "keyword", ""),
  mapped("bailbondpro.audit.type", "system_event", "type", "keyword", "started, fault_set, …"),
  mapped("bailbondpro.changes", "data_modification", "changes", "flattened", "what it was set to, redacted"),
  mapped("bailbondpro.audit.previous", "audit log", "–", "keyword", "event.hash of the line before"),
  mapped("event.hash", "audit log", "–", "keyword", "SHA-256 of the line up to here"),
] as const;

export type EcsField = (typeof ecsFields)[number]["field"];

/** What a line says beside its level and message. */
export type Fields = Readonly<Partial<Record<Exclude<EcsField, "message">, unknown>>>;
