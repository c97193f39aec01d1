import { expect, test } from "vitest";
import { contacts } from "../helpers/network-trace.ts";

const v4 = (address: string, port: number) =>
  `{sa_family=AF_INET, sin_port=htons(${port}), sin_addr=inet_addr("${address}")}`;
const v6 = (address: string, port: number) =>
  `{sa_family=AF_INET6, sin6_port=htons(${port}), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "${address}", &sin6_addr), sin6_scope_id=0}`;

test("an address on loopback is loopback, in both families", () => {
  const trace = [
    `41 connect(7, ${v4("127.0.0.1", 8026)}, 16) = -1 EINPROGRESS (Operation now in progress)`,
    `42 connect(8, ${v6("::1", 25)}, 28 <unfinished ...>`,
    "42 <... connect resumed>) = 0",
  ].join("\n");
  expect(contacts(trace)).toEqual([
    { call: "connect", address: "127.0.0.1:8026", lookup: false, loopback: true },
    { call: "connect", address: "[::1]:25", lookup: false, loopback: true },
  ]);
});

test.each([
  ["connect", `41 connect(7, ${v4("192.0.2.1", 443)}, 16) = -1 ENETUNREACH (Network is unreachable)`, "192.0.2.1:443"],
  ["connect", `41 connect(7, ${v6("2001:db8::1", 443)}, 28) = 0`, "[2001:db8::1]:443"],
  ["connect", `41 connect(7, ${v6("::ffff:192.0.2.1", 443)}, 28) = 0`, "[::ffff:192.0.2.1]:443"],
  ["sendto", `41 sendto(7, ""..., 40, MSG_NOSIGNAL, ${v4("192.0.2.1", 9)}, 16) = 40`, "192.0.2.1:9"],
  ["sendmsg", `41 sendmsg(7, {msg_name=${v4("192.0.2.1", 9)}, msg_namelen=16}, 0) = 1`, "192.0.2.1:9"],
])("a %s beyond loopback is caught, whether it came through or not", (call, line, address) => {
  expect(contacts(line)).toEqual([{ call, address, lookup: false, loopback: false }]);
});

test("every message of a sendmmsg counts", () => {
  const messages = [v4("127.0.0.1", 9), v4("192.0.2.1", 9)].map((to) => `{msg_hdr={msg_name=${to}}, msg_len=1}`);
  const found = contacts(`41 sendmmsg(7, [${messages.join(", ")}], 2, 0) = 2`);
  expect(found.map(({ loopback }) => loopback)).toEqual([true, false]);
});

test.each([
  ["a nameserver on loopback", `41 connect(7, ${v4("127.0.0.53", 53)}, 16) = 0`],
  ["a nameserver elsewhere", `41 connect(7, ${v4("10.0.0.2", 53)}, 16) = -1 ENETUNREACH`],
  ["a resolver's socket", `41 connect(7, {sa_family=AF_UNIX, sun_path="/run/nscd/socket"}, 110) = -1 ENOENT`],
])("asking %s is a look-up", (_who, line) => {
  expect(contacts(line).map(({ lookup }) => lookup)).toEqual([true]);
});

test("what reaches nobody is no contact: the kernel, plain sockets, a peer already connected, other calls", () => {
  const trace = [
    '41 execve("/usr/bin/alertmanager", [], 0x7ffd /* 3 vars */) = 0',
    "41 sendto(3, [{nlmsg_len=20}], 20, 0, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 20",
    '41 sendto(7, ""..., 40, MSG_NOSIGNAL, NULL, 0) = 40',
    '41 connect(7, {sa_family=AF_UNIX, sun_path="/tmp/own.sock"}, 110) = 0',
    `41 accept4(3, ${v4("192.0.2.1", 443)}, [112 => 16], SOCK_CLOEXEC) = 8`,
  ].join("\n");
  expect(contacts(trace)).toEqual([]);
});

test("what can't be read does not pass for silence", () => {
  expect(() => contacts("41 connect(7, {sa_family=AF_INET, 0x1234}, 16) = 0")).toThrow(/can't be read/);
  expect(() => contacts("41 connect(7, 0xc000123456, 16) = 0")).toThrow(/can't be read/);
});
