import { readFile } from "node:fs/promises";

/** The addresses on which anything listens at a TCP port of this machine (Linux only): "127.0.0.1", "::". */
export async function listeners(port: number): Promise<readonly string[]> {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  const rows = tables.flatMap((table) => table.split("\n").slice(1)).map((row) => row.trim().split(/\s+/));
  const listening = "0A";
  return rows.flatMap(([, local = "", , state]) => {
    const [address = "", hex = ""] = local.split(":");
    return state === listening && Number.parseInt(hex, 16) === port ? [readable(address)] : [];
  });
}

/** The kernel prints an IPv4 address as one number in the machine's byte order. */
function readable(address: string): string {
  if (address.length > 8) return /^0+$/.test(address) ? "::" : address;
  return (address.match(/../g) ?? [])
    .map((byte) => Number.parseInt(byte, 16))
    .toReversed()
    .join(".");
}
