import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { scratch } from "../../../tests/contract/scratch.ts"
import { Chance } from "../../value/chance.ts"
import { ExchangeStore } from "./exchange-store.ts"
import { SqliteJournal } from "./journal.ts"

const KEEPER = fileURLToPath(new URL("../../../tests/contract/exchange-keeper.ts", import.meta.url))

describe("the memory of a simulated exchange", () => {
  const file = scratch()

  it("is empty on the first day, and then what was saved last", async () => {
    const store = await ExchangeStore.open(file("exchange.db"))
    expect(store.load()).toBeUndefined()
    store.save({ state: '{"a":1}', revision: 1, position: "{}" })
    const last = { state: '{"λ":"2n"}', revision: 2, position: '"row 7"' }
    store.save(last)
    expect(store.load()).toEqual(last)
    store.close()
    const again = await ExchangeStore.open(file("exchange.db"))
    expect(again.load()).toEqual(last)
    again.close()
  })

  it("has one owner, and is not taken for a journal", async () => {
    const store = await ExchangeStore.open(file("exchange.db"))
    await expect(ExchangeStore.open(file("exchange.db"))).rejects.toThrow(
      expect.objectContaining({ code: "DATABASE_IN_USE" }),
    )
    store.close()
    await expect(SqliteJournal.open(file("exchange.db"), { mode: "write" })).rejects.toThrow(
      expect.objectContaining({ code: "WRONG_DATABASE" }),
    )
  })

  it("is the last state saved, whole, however its process was killed", async () => {
    const chance = new Chance(3, "kills")
    for (let kill = 0; kill < 5; kill++) {
      const child = spawn(process.execPath, [KEEPER, file("exchange.db")])
      const words = 1 + chance.below(40)
      let heard = 0
      let acknowledged = 0
      for await (const line of createInterface({ input: child.stdout })) {
        acknowledged = Number(line)
        if (++heard === words) child.kill("SIGKILL")
      }
      if (child.signalCode === null) await once(child, "exit")
      const store = await ExchangeStore.open(file("exchange.db"))
      const kept = store.load()
      expect(kept?.revision).toBeGreaterThanOrEqual(acknowledged)
      expect(JSON.parse(kept?.state ?? "")).toMatchObject({ revision: kept?.revision })
      expect(kept?.position).toBe(`at ${kept?.revision}`)
      store.close()
    }
  })
})
