import closeWithGrace from "close-with-grace";
import { openInbox } from "./inbox.ts";

/**
 * Catches notifications, and never sends any. By its environment: `INBOX_HOST` (127.0.0.1), `INBOX_PORT` (HTTP, 8026),
 * `INBOX_SMTP_PORT` (1025); port 0 takes a free one.
 */
const { INBOX_HOST = "127.0.0.1", INBOX_PORT = "8026", INBOX_SMTP_PORT = "1025" } = process.env;

const inbox = await openInbox(
  { host: INBOX_HOST, port: Number(INBOX_PORT), smtpPort: Number(INBOX_SMTP_PORT) },
  (error) => console.error(JSON.stringify({ level: "error", message: error.message })),
);
closeWithGrace({ delay: 2000 }, () => inbox.close());
console.log(JSON.stringify({ level: "info", message: "listening", url: inbox.url, smtp: inbox.smtp }));
