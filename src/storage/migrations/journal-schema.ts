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

// Amounts, prices and quantities are decimal text (AUDIT-6); times are microseconds.
const projection = {
  name: "0002-projection",
  up: [
    `create table projection (
      id integer primary key check (id = 1),
      seq integer not null,
      hash text not null
    ) strict`,
    `create table orders (
      id text primary key,
      seq integer not null,
      at integer not null,
      symbol text not null,
      side text not null,
      type text not null,
      quantity text not null,
      price text,
      stop text,
      purpose text not null,
      strategy text not null,
      because text not null,
      status text not null,
      filled text not null,
      is_live integer not null,
      state text not null
    ) strict`,
    "create index orders_live on orders (seq) where is_live = 1",
    `create table fills (
      order_id text not null references orders (id),
      trade_id text not null,
      seq integer not null,
      at integer not null,
      symbol text not null,
      side text not null,
      quantity text not null,
      price text not null,
      value text not null,
      fee text not null,
      fee_asset text not null,
      is_maker integer not null,
      primary key (order_id, trade_id)
    ) strict`,
    "create index fills_in_order on fills (seq)",
    `create table refusals (
      seq integer primary key,
      at integer not null,
      symbol text not null,
      side text not null,
      purpose text not null,
      strategy text not null,
      because text not null,
      rule text not null,
      answers text not null
    ) strict`,
    `create table samples (
      seq integer primary key,
      at integer not null,
      equity text not null
    ) strict`,
    `create table findings (
      seq integer primary key,
      at integer not null,
      code text not null,
      what text not null,
      order_id text
    ) strict`,
  ],
  down: ["findings", "samples", "refusals", "fills", "orders", "projection"].map(
    (table) => `drop table ${table}`,
  ),
}

/** The database of a session: its journal, and what is made from it. */
export const JOURNAL_SCHEMA: Schema = {
  identity: { id: 0x474e4a4c, name: "a journal" }, // GNJL
  migrations: [journal, projection],
}
