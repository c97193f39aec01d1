import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";

/** Sends one message as it stands (headers, an empty line, a body) and resolves with the last answer: `250 …`. */
export async function sendMail(
  address: { readonly host: string; readonly port: number },
  message: string,
): Promise<string> {
  const socket = connect(address.port, address.host);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const answer = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error("the SMTP server hung up");
    return /^\d{3}-/.test(value) ? answer() : value; // "250-" announces more lines of the same answer
  };
  const ask = (command: string) => {
    socket.write(`${command}\r\n`);
    return answer();
  };
  try {
    await answer();
    for (const command of ["EHLO test", "MAIL FROM:<alertmanager@example.com>", "RCPT TO:<oncall@example.com>", "DATA"])
      await ask(command);
    const data = message.replace(/\r?\n/g, "\r\n").replace(/^\./gm, "..");
    const accepted = await ask(`${data}\r\n.`);
    await ask("QUIT");
    return accepted;
  } finally {
    socket.destroy();
    if (!socket.closed) await once(socket, "close");
  }
}
