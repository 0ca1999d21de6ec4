import { expect, it } from "vitest"
import { encodeFact, type Fact } from "../../src/engine/records.ts"
import { headerOf } from "../../src/session/plan.ts"
import { DEFAULT_PLAN } from "../../src/session/plan.ts"
import { MemoryJournal } from "../../src/storage/memory-journal.ts"
import { instantOf } from "../../src/value/brand.ts"
import { instrumentOf } from "../support/instrument.ts"
import { recover } from "./rounds.ts"
import type { Theirs } from "./theirs.ts"
import { verdictOn } from "./verdict.ts"

it(
  "a trader that is killed at random moments, its exchange too, loses and doubles nothing",
  { timeout: 600_000 },
  async () => {
    const { faults, orders, said } = await recover({ kills: 10, seed: 7, faults: "rough" })
    expect(faults, said).toEqual([])
    expect(orders).toBeGreaterThan(3)
  },
)

it("the verdict on it finds what is doubled, lost, invented and different", () => {
  const plan = {
    ...DEFAULT_PLAN,
    mode: "live",
    run: "l",
    strategy: "crossover",
    params: {},
  } as const
  const journal = new MemoryJournal({ keep: true })
  const write = (fact: Fact): void => {
    journal.append({ at: instantOf(1), kind: fact.kind, rows: 0, body: encodeFact(fact) })
  }
  write(headerOf(plan, [instrumentOf({ index: 0, base: "CTSI" })]))
  write({ kind: "deposit", asset: "USDT", units: 500n, costUnits: 500n })
  const none: Theirs = { orders: [], open: [], trades: [], balances: [], price: "0.2" }
  const order = {
    orderId: 1,
    clientOrderId: "l-1",
    side: "BUY",
    type: "LIMIT",
    status: "NEW",
    origQty: "1",
    executedQty: "0",
  }
  const usdt = (free: string) => [{ asset: "USDT", free, locked: "0" }]
  expect(verdictOn(journal.records, { ...none, balances: usdt("0.00000500") })).toEqual([])
  expect(verdictOn(journal.records, { ...none, balances: usdt("0.00000501") })).toEqual([
    "USDT differs by 1 units",
  ])
  expect(verdictOn(journal.records, { ...none, orders: [order, order] })).toEqual([
    "the order l-1 is in no journal",
    "the exchange has two orders l-1",
  ])
  expect(verdictOn(journal.records, { ...none, trades: [{ id: 5, orderId: 1 }] })).toEqual([
    "the fill 5 is lost",
  ])
})
