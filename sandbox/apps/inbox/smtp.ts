import PostalMime from "postal-mime";
import { decodeWords } from "postal-mime";
import { SMTPServer } from "smtp-server";
import type { SMTPServerDataStream } from "smtp-server";
import { bodyLimitBytes } from "./http.ts";
import type { Store } from "./store.ts";
import { readTag } from "./tag.ts";

const receiverHeader = "X-Firedrill-Receiver";
const alertsHeader = "X-Firedrill-Alerts";

/**
 * Accepts every message from and to anybody, with any login or none, and keeps it. Nothing is ever passed on.
 * smtp-server greets a client after 100 ms only, so an e-mail arrives that much later than the same news by HTTP.
 */
export function buildSmtp(store: Store): SMTPServer {
  return new SMTPServer({
    name: "inbox",
    banner: "Firedrill",
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    authOptional: true,
    disableReverseLookup: true,
    size: bodyLimitBytes,
    closeTimeout: 500,
    logger: false,
    onAuth: (_auth, _session, done) => done(null, { user: "anybody" }),
    onData: (stream, _session, done) => {
      receive(stream, store).then(
        () => done(null),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
}

/** Rejects, after keeping a note of it, where the message is too large; the client is then told so. */
async function receive(stream: SMTPServerDataStream, store: Store): Promise<void> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= bodyLimitBytes) chunks.push(chunk);
  }
  const at = Date.now();
  const kind = "email";
  if (bytes > bodyLimitBytes) {
    const note = `not received: ${bytes} bytes are more than ${bodyLimitBytes}`;
    store.keep({ at, kind, receiver: "", alerts: [], body: null, note });
    throw Object.assign(new Error(note), { responseCode: 552 });
  }
  const raw = Buffer.concat(chunks);
  try {
    const email = await PostalMime.parse(raw);
    const headers = email.headers.map(({ key, value }) => ({ key, value: decodeWords(value) }));
    const header = (name: string) => headers.find(({ key }) => key === name.toLowerCase())?.value.trim();
    const { subject, from, to, html, text } = email;
    const body = { subject, from, to, html, text, headers };
    const receiver = decodeUri(header(receiverHeader));
    const reading = readTag(header(alertsHeader), `the header ${alertsHeader}`);
    const notes = [receiver ? [] : `no header ${receiverHeader}`, reading.note ?? []].flat();
    const note = notes.length > 0 ? { note: notes.join("; ") } : {};
    store.keep({ at, kind, receiver, alerts: reading.alerts, body, ...note });
  } catch (error) {
    store.keep({ at, kind, receiver: "", alerts: [], body: raw.toString(), note: `not readable: ${String(error)}` });
  }
}

/** Receivers' names come encoded as in a URL's path; one that was not encoded stays as it is. */
function decodeUri(text = ""): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
