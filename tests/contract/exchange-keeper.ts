import { writeSync } from "node:fs"
import { ExchangeStore } from "../../src/storage/sqlite/exchange-store.ts"

// A process that keeps the state of an exchange again and again, until it is killed. After each time it
// says which revision is durable now.

const store = await ExchangeStore.open(process.argv[2] ?? "")
for (let revision = (store.load()?.revision ?? 0) + 1; ; revision++) {
  const state = JSON.stringify({ revision, orders: "x".repeat((revision * 37) % 20_000) })
  store.save({ state, revision, position: `at ${revision}` })
  writeSync(1, `${revision}\n`)
}
