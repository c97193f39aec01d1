import { imageOf } from "../stack/versions.ts";
import type { Seed, Service } from "../stack/service.ts";
import { splitAddress } from "./address.ts";

const data = "postgres";
const name = "firedrill";
const database = "bailbondpro";

/** Many run side by side on a small machine, none for longer than a drill, and nothing that they hold is missed. */
const settings: Readonly<Record<string, string>> = {
  fsync: "off",
  full_page_writes: "off",
  shared_buffers: "16MB",
  max_connections: "40",
  // One process less each. A drill is too short for a vacuum to be due.
  autovacuum: "off",
  max_logical_replication_workers: "0",
  max_worker_processes: "0",
  max_parallel_workers: "0",
  jit: "off",
  min_wal_size: "2MB",
  max_wal_size: "64MB",
  dynamic_shared_memory_type: "mmap", // in its own directory, so that nothing outlives it
  log_checkpoints: "off",
};

/** Of a process alone: an image's own preparation needs the socket, and an older release does not know them all. */
const ownSettings: Readonly<Record<string, string>> = { unix_socket_directories: "", io_method: "sync" };

/** The database `bailbondpro`, empty, open to the user `firedrill` with the password `firedrill`. */
export function postgres(): Service<"tcp"> {
  return {
    name: "postgres",
    image: imageOf("postgres"),
    program: { binary: "postgres" },
    ports: { tcp: 5432 },
    needs: [],
    ready: { says: question, hears: "SELECT 1", port: "tcp" },
    seed,
    stopSignal: "SIGQUIT", // SIGTERM would wait for its clients to leave
    launch: (site) => {
      const { host, port } = splitAddress(site.listen("tcp"));
      return {
        args: flags({ listen_addresses: host, port, ...settings }),
        env: {
          PGDATA: site.data(data),
          // Read by the image alone.
          POSTGRES_USER: name,
          POSTGRES_PASSWORD: name,
          POSTGRES_DB: database,
          POSTGRES_HOST_AUTH_METHOD: "trust",
          POSTGRES_INITDB_ARGS: "--no-sync --no-instructions --locale=C --encoding=UTF8 --wal-segsize=1",
        },
      };
    },
  };
}

const seed: Seed = {
  data,
  steps: (directory) => {
    const alone = ["postgres", "--single", "-D", directory, ...flags(settings)];
    const options = ["--no-sync", "--no-instructions", "--locale=C", "--encoding=UTF8", "--wal-segsize=1"];
    return [
      {
        command: ["initdb", "-D", directory, `--username=${name}`, "--auth=trust", ...options, ...flags(ownSettings)],
      },
      { command: [...alone, "template1"], input: `ALTER DATABASE postgres RENAME TO ${database};\n` },
      // Half of what is to be copied each time would be templates of other databases, and log that holds nothing yet.
      {
        command: [...alone, database],
        input: `${dropTemplates}${"SELECT pg_switch_wal();\nCHECKPOINT;\n".repeat(10)}`,
      },
    ];
  },
};

const dropTemplates = `UPDATE pg_database SET datistemplate = false, datallowconn = true WHERE datname LIKE 'template%';
DROP DATABASE template0;
DROP DATABASE template1;
`;

function flags(of: Readonly<Record<string, string>>): string[] {
  return Object.entries(of).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
}

/** PostgreSQL's own protocol, version 3: who asks for which database, a query, and good-bye. */
const question = [
  message("", `\0\x03\0\0user\0${name}\0database\0${database}\0\0`),
  message("Q", "SELECT 1\0"),
  message("X", ""),
].join("");

/** A message counts itself, but for its type. */
function message(type: string, body: string): string {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + body.length);
  return `${type}${length.toString("latin1")}${body}`;
}
