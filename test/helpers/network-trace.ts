/** A step outside by a traced program: whom it spoke to, or tried to, and by which system call. */
export interface Contact {
  readonly call: string;
  /** `127.0.0.1:9093`, `[::1]:53`; the path of a socket that resolves names for others. */
  readonly address: string;
  /** A name look-up, wherever it is sent to: somebody on loopback may ask the world. */
  readonly lookup: boolean;
  readonly loopback: boolean;
}

/** The system calls by which a program can reach anybody: what strace is asked for and what is read here. */
export const networkCalls = ["connect", "sendto", "sendmsg", "sendmmsg"] as const;

const call = new RegExp(`^(?:\\d+ +)?(?:\\[pid +\\d+\\] )?(${networkCalls.join("|")})\\(`);
const inet = /sa_family=AF_INET, sin_port=htons\((\d+)\), sin_addr=inet_addr\("([\d.]+)"\)/g;
const inet6 = /sa_family=AF_INET6, sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([\da-f:.]+)"/g;
const nameService = /sun_path=@?"([^"]*(?:nscd|resolve|avahi|dbus)[^"]*)"/g;

/**
 * Everybody that a program spoke to by the network, from the output of `strace -f`; nothing said to kernel or to
 * sockets of this machine's files counts, unless it resolves names. Throws where an address can't be read: what is not
 * understood must not pass for silence.
 */
export function contacts(trace: string): readonly Contact[] {
  return trace.split("\n").flatMap((line) => {
    const name = call.exec(line)?.[1];
    if (name === undefined) return [];
    const found: Contact[] = [
      ...[...line.matchAll(inet)].map((match) => contact(name, match[2] ?? "", match[1] ?? "")),
      ...[...line.matchAll(inet6)].map((match) => contact(name, `[${match[2]}]`, match[1] ?? "")),
      ...[...line.matchAll(nameService)].map((match) => ({
        call: name,
        address: match[1] ?? "",
        lookup: true,
        loopback: true,
      })),
    ];
    const inetFamilies = line.match(/sa_family=AF_INET6?\b/g)?.length ?? 0;
    const read = found.filter(({ address }) => !address.startsWith("/")).length;
    if (inetFamilies !== read) throw new Error(`an address in this line of the trace can't be read: ${line}`);
    if (/^\S*\s*connect\(/.test(line) && !/sa_family=AF_|NULL/.test(line))
      throw new Error(`whom this line of the trace connects to can't be read: ${line}`);
    return found;
  });
}

function contact(name: string, host: string, port: string): Contact {
  const mapped = host.replace(/^\[::ffff:([\d.]+)\]$/, "$1");
  const loopback = mapped.startsWith("127.") || mapped === "[::1]";
  return { call: name, address: `${host}:${port}`, lookup: port === "53" || port === "853", loopback };
}
