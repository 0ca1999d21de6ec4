import type { Schema } from "./migration.ts"

const journal = {
  name: "0001-journal",
  up: [
    `create table journal (
      seq integer primary key,
      at integer not null,
      kind text not null,
      rows integer not null,
      body text not null,
      hash text not null
    ) strict`,
    // A torn tail is set aside here, never thrown away.
    `create table journal_cut (
      id integer primary key,
      seq integer not null,
      at integer not null,
      kind text not null,
      rows integer not null,
      body text not null,
      hash text not null
    ) strict`,
    `create trigger journal_is_never_edited before update on journal
      begin select raise(abort, 'the journal is append-only'); end`,
    `create trigger journal_is_never_shortened before delete on journal
      when not exists (select 1 from journal_cut where seq = old.seq and hash = old.hash)
      begin select raise(abort, 'the journal is append-only'); end`,
    `create table snapshot (
      name text not null,
      seq integer not null,
      hash text not null,
      body text not null,
      primary key (name, seq)
    ) strict, without rowid`,
  ],
  down: ["drop table snapshot", "drop table journal_cut", "drop table journal"],
}

/** The database of a session: its journal, and snapshots of what is folded from it. */
export const JOURNAL_SCHEMA: Schema = {
  identity: { id: 0x474e4a4c, name: "a journal" }, // GNJL
  migrations: [journal],
}
