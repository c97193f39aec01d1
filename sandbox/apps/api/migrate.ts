import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { ClientBase } from "pg";

/** One file of plain SQL. */
export interface Migration {
  /** Its file name, NNN_name.sql. */
  readonly name: string;
  readonly sql: string;
}

/** Any number will do, as long as all who migrate this database take the same. */
const lock = 4_200_917;

/** In the order of their numbers. A folder with no migration in it is a mistake. */
export async function readMigrations(folder: string | undefined): Promise<readonly Migration[]> {
  if (folder === undefined) return [];
  const names = (await readdir(folder)).filter((name) => /^\d{3}_\w+\.sql$/.test(name)).toSorted();
  if (names.length === 0) throw new Error(`MIGRATIONS_DIR ${folder}: there is no file NNN_name.sql in it`);
  return Promise.all(names.map(async (name) => ({ name, sql: await readFile(path.join(folder, name), "utf8") })));
}

/** Runs those that have not run in this database, all in one transaction; who comes second waits, and finds them done. */
export async function migrate(client: ClientBase, migrations: readonly Migration[]): Promise<void> {
  if (migrations.length === 0) return;
  await client.query("begin");
  await client.query(`select pg_advisory_xact_lock(${lock})`);
  await client.query(
    "create table if not exists schema_migrations (name text primary key, run_at timestamptz not null default now())",
  );
  const { rows } = await client.query<{ name: string }>("select name from schema_migrations");
  const done = new Set(rows.map((row) => row.name));
  for (const { name, sql } of migrations.filter((migration) => !done.has(migration.name))) {
    await client.query(sql);
    await client.query("insert into schema_migrations (name) values ($1)", [name]);
  }
  await client.query("commit");
}
