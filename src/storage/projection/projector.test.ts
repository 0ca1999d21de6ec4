import * as fc from "fast-check"
import { DatabaseSync } from "node:sqlite"
import { beforeEach, describe, expect, it } from "vitest"
import { scratch } from "../../../tests/contract/scratch.ts"
import { instrumentOf } from "../../../tests/support/instrument.ts"
import { ordersOf } from "../../engine/orders-of.ts"
import { encodeFact, type Fact, type Placed } from "../../engine/records.ts"
import { isFinal, type Order } from "../../order/order.ts"
import type { Fill, Report } from "../../order/report.ts"
import { orderIdOf, type Request } from "../../order/request.ts"
import type { Terms } from "../../order/terms.ts"
import { transition } from "../../order/transition.ts"
import { instantOf, priceOf, quantityOf } from "../../value/brand.ts"
import { SqliteJournal } from "../sqlite/journal.ts"
import { Projector } from "./projector.ts"
import { ReadModel } from "./read-model.ts"

const HEADER: Fact = {
  kind: "header",
  run: "t",
  mode: "paper",
  strategy: "crossover",
  params: {},
  seed: 1,
  accountAsset: "USDT",
  instruments: [instrumentOf(), instrumentOf({ index: 1, base: "ETH", quantityScale: 4 })],
  settings: {},
}

const limit = (quantity: number, price: number): Terms => ({
  type: "limit",
  quantity: quantityOf(quantity),
  price: priceOf(price),
  lifetime: "gtc",
})

const placedAs = (request: Request): Placed => ({
  kind: "placed",
  request,
  purpose: "entry",
  author: { kind: "strategy", name: "crossover" },
  because: "fast above slow",
  cause: { row: 1, instrument: 0, price: priceOf(100) },
  asked: 100,
  answers: [{ rule: "halt", verdict: { answer: "allow" } }],
})

const placed = (name: string, terms: Terms = limit(100, 5_000_000)): Placed =>
  placedAs({ kind: "place", id: orderIdOf(name), instrument: 0, side: "buy", terms })

const fillOf = (trade: number, quantity: number): Fill => ({
  tradeId: `${trade}`,
  price: priceOf(4_999_950),
  quantity: quantityOf(quantity),
  quoteUnits: BigInt(quantity) * 49_999_500_000n,
  feeAsset: "BTC",
  feeUnits: BigInt(quantity),
  isMaker: trade % 2 === 0,
})

const filled = (name: string, trade: number, quantity: number): Fact => ({
  kind: "report",
  report: { kind: "filled", id: orderIdOf(name), at: instantOf(7), fill: fillOf(trade, quantity) },
})

const REFUSED: Fact = {
  kind: "refused",
  purpose: "entry",
  author: { kind: "trader", name: "owner" },
  because: "12n",
  cause: { row: 1, instrument: 1, price: priceOf(100) },
  instrument: 1,
  side: "buy",
  terms: limit(5, 300_000),
  by: "limits",
  answers: [
    { rule: "halt", verdict: { answer: "allow" } },
    {
      rule: "limits",
      verdict: {
        answer: "refuse",
        id: "RISK-1",
        value: "7 %",
        limit: "5 %",
        because: "Too large.",
      },
    },
  ],
}

const file = scratch()
let journal: SqliteJournal
let line = 0

function write(...facts: readonly Fact[]): void {
  for (const fact of facts) {
    line++
    journal.append({ at: instantOf(line), kind: fact.kind, rows: line, body: encodeFact(fact) })
  }
  journal.commit()
}

const open = (): Projector => Projector.open(file("journal.db"))

function project(): void {
  const projector = open()
  while (!projector.catchUp());
  projector.close()
}

async function read<Result>(look: (model: ReadModel) => Result): Promise<Result> {
  const model = await ReadModel.open(file("journal.db"))
  try {
    return look(model)
  } finally {
    model.close()
  }
}

/** Every row of every table. */
function everything(): unknown {
  const database = new DatabaseSync(file("journal.db"))
  const tables = ["orders", "fills", "refusals", "samples", "findings", "projection"]
  const rows = tables.map((table) => database.prepare(`select * from ${table}`).all())
  database.close()
  return rows
}

beforeEach(async () => {
  line = 0
  journal = await SqliteJournal.open(file("journal.db"), { mode: "write" })
  write(HEADER)
  return () => journal.close()
})

describe("the read models", () => {
  it("show open orders with exact amounts, and what was filled of them", async () => {
    write(placed("a"), placed("b"), filled("a", 1, 40), filled("b", 2, 100))
    project()
    const orders = await read((model) => model.openOrders())
    expect(orders).toEqual([
      {
        seq: 2,
        at: 2,
        id: "a",
        symbol: "BTCUSDT",
        side: "buy",
        type: "limit",
        quantity: "0.001",
        filled: "0.0004",
        price: "50000",
        stop: undefined,
        purpose: "entry",
        strategy: "crossover",
        because: "fast above slow",
        status: "open",
      },
    ])
  })

  it("show fills, the newest first, each once however often it was told", async () => {
    write(placed("a"), filled("a", 1, 40), filled("a", 1, 40), filled("a", 2, 60))
    project()
    const fills = await read((model) => model.recentFills(10))
    expect(fills.map(({ order, quantity }) => [order, quantity])).toEqual([
      ["a", "0.0006"],
      ["a", "0.0004"],
    ])
    expect(fills[1]).toEqual({
      seq: 3,
      at: 7,
      order: "a",
      symbol: "BTCUSDT",
      side: "buy",
      quantity: "0.0004",
      price: "49999.5",
      value: "19999.8",
      fee: "0.0000004",
      feeAsset: "BTC",
      isMaker: false,
    })
    expect(await read((model) => model.recentFills(1))).toHaveLength(1)
  })

  it("show refusals with each rule's answer, samples, and findings", async () => {
    write(
      { kind: "sample", equityUnits: 50_000_000_000n },
      REFUSED,
      { kind: "finding", code: "MISSING", what: "A fill was missing.", order: orderIdOf("a") },
      { kind: "finding", code: "BALANCE", what: "USDT differs by 0.01." },
      { kind: "sample", equityUnits: 49_999_999_999n },
    )
    project()
    const [refusal] = await read((model) => model.recentRefusals(5))
    expect(refusal).toMatchObject({ symbol: "ETHUSDT", rule: "limits", strategy: "owner" })
    expect(refusal?.answers).toEqual(REFUSED.answers)
    expect(await read((model) => model.recentSamples(5))).toEqual([
      { seq: 6, at: 6, equity: "499.99999999" },
      { seq: 2, at: 2, equity: "500" },
    ])
    expect(await read((model) => model.recentFindings(5))).toEqual([
      { seq: 5, at: 5, code: "BALANCE", what: "USDT differs by 0.01.", order: undefined },
      { seq: 4, at: 4, code: "MISSING", what: "A fill was missing.", order: "a" },
    ])
  })

  it("may lag, say how far they have come, and catch up", async () => {
    write(placed("a"), placed("b"), placed("c"))
    const projector = open()
    expect(projector.catchUp(2)).toBe(false)
    expect(projector.cursor).toBe(2)
    expect(await read((model) => [model.cursor, model.openOrders().length])).toEqual([2, 1])
    expect(projector.catchUp(2)).toBe(false)
    expect(projector.catchUp(2)).toBe(true)
    write(placed("d"))
    const [next] = journal.records(5)
    if (next) projector.apply(next)
    expect(await read((model) => [model.cursor, model.openOrders().length])).toEqual([5, 4])
    expect(() => next && projector.apply(next)).toThrow("in order")
    projector.close()
  })

  it("are empty before anything was projected", async () => {
    expect(await read((model) => [model.cursor, model.openOrders(), model.recentFills(1)])).toEqual(
      [0, [], []],
    )
  })

  it("are made anew when the tail they were made from was torn off", async () => {
    write(placed("a"), placed("b"))
    project()
    journal.close()
    const database = new DatabaseSync(file("journal.db"))
    database.exec("drop trigger journal_is_never_edited")
    database.exec("update journal set hash = 'torn' where seq = 3")
    database.close()
    journal = await SqliteJournal.open(file("journal.db"), { mode: "write" })
    expect(journal.seq).toBe(2)
    write(placed("c"))
    project()
    const orders = await read((model) => model.openOrders())
    expect(orders.map(({ id }) => id)).toEqual(["a", "c"])
  })
})

/** A few orders, and reports about them that may come late, twice, or in any order. */
const facts = (): fc.Arbitrary<Fact[]> => {
  const id = fc.constantFrom("a", "b", "c", "d-stop", "d-target", "nobody's").map(orderIdOf)
  const at = fc.nat(1_000).map(instantOf)
  const executed = fc.constantFrom(0, 30, 60, 100).map(quantityOf)
  const fill = fc.tuple(fc.nat(5), fc.constantFrom(10, 30, 100)).map(([t, q]) => fillOf(t, q))
  const report: fc.Arbitrary<Report> = fc.oneof(
    fc.record({ kind: fc.constant("filled" as const), id, at, fill }),
    fc.record({ kind: fc.constant("accepted" as const), id, at, venueId: fc.constant("9") }),
    fc.record({ kind: fc.constant("cancelled" as const), id, at, executed }),
    fc.record({ kind: fc.constantFrom("unanswered" as const, "absent" as const), id, at }),
    fc.record({
      kind: fc.constant("told" as const),
      id,
      at,
      venueId: fc.constant("9"),
      status: fc.constantFrom("open", "filled", "cancelled"),
      executed,
      fills: fc.array(fill, { maxLength: 3 }),
    }),
  )
  const other = fc.constantFrom<Fact>(REFUSED, { kind: "sample", equityUnits: 5n })
  const reported = report.map((it): Fact => ({ kind: "report", report: it }))
  return fc
    .array(fc.oneof({ arbitrary: reported, weight: 8 }, { arbitrary: other, weight: 1 }), {
      maxLength: 25,
    })
    .map((rest) => {
      const pair: Request = {
        kind: "place-pair",
        id: orderIdOf("d"),
        instrument: 1,
        side: "sell",
        legs: [
          {
            id: orderIdOf("d-stop"),
            terms: {
              ...limit(100, 200_000),
              type: "stop-loss-limit",
              stop: priceOf(210_000),
            } as Terms,
          },
          { id: orderIdOf("d-target"), terms: limit(100, 400_000) },
        ],
      }
      const [first, second, third] = [rest.slice(0, 3), rest.slice(3, 9), rest.slice(9)]
      return [placed("a"), ...first, placed("b"), placedAs(pair), ...second, placed("c"), ...third]
    })
}

describe("rebuilding", () => {
  it("from zero gives what line by line, in pieces and over restarts has given", async () => {
    await fc.assert(
      fc.asyncProperty(facts(), fc.array(fc.nat(9), { maxLength: 8 }), async (given, pieces) => {
        journal.close()
        const database = new DatabaseSync(file("journal.db"))
        database.exec(
          "insert into journal_cut (seq, at, kind, rows, body, hash) select * from journal",
        )
        database.exec("delete from journal")
        database.close()
        journal = await SqliteJournal.open(file("journal.db"), { mode: "write" })
        write(HEADER, ...given)
        for (const piece of pieces) {
          const projector = open()
          projector.catchUp(piece)
          projector.close()
        }
        project()
        const incremental = everything()
        expect(await read(summary)).toEqual(oracle(given))
        const projector = open()
        projector.rebuild()
        while (!projector.catchUp(7));
        projector.close()
        expect(everything()).toEqual(incremental)
      }),
      { numRuns: 25 },
    )
  })
})

const summary = (model: ReadModel): unknown => ({
  open: model.openOrders().map(({ id, status }) => `${id} ${status}`),
  fills: model
    .recentFills(1_000)
    .map(({ order, quantity }) => `${order} ${quantity}`)
    .sort(),
})

/** The same by the order's own rule, in memory. */
function oracle(given: readonly Fact[]): unknown {
  const orders = new Map<string, Order>()
  for (const fact of given) {
    if (fact.kind === "placed") for (const it of ordersOf(fact, instantOf(0))) orders.set(it.id, it)
    if (fact.kind !== "report") continue
    const order = orders.get(fact.report.id)
    if (order) orders.set(order.id, transition(order, fact.report).order)
  }
  const all = [...orders.values()]
  const scale = (order: Order): number => 10 ** (order.instrument === 0 ? 5 : 4)
  return {
    open: all.filter((it) => !isFinal(it)).map(({ id, status }) => `${id} ${status}`),
    fills: all
      .flatMap((it) => it.fills.map(({ quantity }) => `${it.id} ${quantity / scale(it)}`))
      .sort(),
  }
}
