import type { Schema } from "./migration.ts"

const exchange = {
  name: "0001-exchange",
  up: [
    `create table exchange (
      id integer primary key check (id = 1),
      state text not null,
      revision integer not null,
      position text not null
    ) strict`,
  ],
  down: ["drop table exchange"],
}

/** The database of a simulated exchange: what it was when it was last kept. */
export const EXCHANGE_SCHEMA: Schema = {
  identity: { id: 0x474e5845, name: "the memory of a simulated exchange" }, // GNXE
  migrations: [exchange],
}
