import { beforeEach, describe, expect, it } from "vitest"
import { decodeFact, type Command, type Fact } from "../engine/records.ts"
import type { Books } from "../engine/books.ts"
import { Tape } from "../market/tape.ts"
import { orderIdOf, type Request } from "../order/request.ts"
import type { Terms } from "../order/terms.ts"
import { MemoryJournal } from "../storage/memory-journal.ts"
import { Crossover } from "../strategy/catalogue/crossover.ts"
import { priceOf, quantityOf } from "../value/brand.ts"
import { later, minutes, parseInstant, seconds } from "../value/time.ts"
import { ACCOUNT, dress, type Dressed, opening } from "./dress.ts"
import { foldJournal } from "./fold.ts"
import { DEFAULT_PLAN, type Plan } from "./plan.ts"
import { Rehearsal } from "./rehearsal.ts"
import { GeneratedSource } from "../simulation/source.ts"

const START = parseInstant("2026-03-02 14:00")
const plan: Plan = {
  ...DEFAULT_PLAN,
  mode: "paper",
  run: "p",
  strategy: "crossover",
  params: {},
  surveyEvery: seconds(10),
}

/** A session whose strategy does nothing, at an exchange where somebody else uses the account. */
class Stage {
  readonly tape: Tape
  readonly journal = new MemoryJournal({ keep: true })
  readonly dressed: Dressed
  readonly rehearsal: Rehearsal

  constructor() {
    const source = new GeneratedSource({ seed: 1, start: START })
    this.tape = new Tape(source.instruments)
    source.extend(this.tape, later(START, minutes(10)))
    const strategy = new Crossover({ fast: 500, slow: 1_000 })
    const { tape, journal } = this
    this.dressed = dress({ plan, tape, strategy, journal })
    const { engine, exchange, wire } = this.dressed
    const common = { tape, engine, exchange, wire, account: ACCOUNT }
    this.rehearsal = new Rehearsal({ ...common, start: START })
    engine.start(START, opening(plan, tape))
    this.wait(5)
  }

  wait(span: number): void {
    const until = later(this.rehearsal.now, seconds(span))
    this.rehearsal.advance(until)
    this.rehearsal.idleUntil(until)
  }

  type(command: Command): void {
    this.rehearsal.command(command, this.rehearsal.now)
    this.wait(3)
  }

  /** Somebody places an order over the exchange's own screen. */
  place(id: string, side: "buy" | "sell", terms: Terms): void {
    const request: Request = { kind: "place", id: orderIdOf(id), instrument: 0, side, terms }
    this.dressed.exchange.request(ACCOUNT, request, this.rehearsal.now)
    this.wait(20)
  }

  get last(): number {
    return this.dressed.engine.lanes[0]?.last ?? NaN
  }

  get books(): Books {
    return this.dressed.engine.books
  }

  facts<Kind extends Fact["kind"]>(kind: Kind): readonly Extract<Fact, { kind: Kind }>[] {
    return this.journal.records
      .map(({ body }) => decodeFact(body))
      .filter((fact): fact is Extract<Fact, { kind: Kind }> => fact.kind === kind)
  }

  /** Ours and theirs, of everything either side holds. */
  balances(): readonly (readonly [string, bigint, bigint])[] {
    const { balances } = this.dressed.exchange.survey(ACCOUNT, this.rehearsal.now)
    return balances.map(({ asset, freeUnits, lockedUnits }) => {
      const ours = this.books.ledger.balance(asset)
      return [asset, ours.freeUnits + ours.heldUnits, freeUnits + lockedUnits] as const
    })
  }
}

let stage: Stage
beforeEach(() => {
  stage = new Stage()
  expect(stage.books.switch.isRunning).toBe(true)
})

const low = (): Extract<Terms, { type: "limit" }> => ({
  type: "limit",
  quantity: quantityOf(50),
  price: priceOf(Math.floor(stage.last * 0.9)),
  lifetime: "gtc",
})
const agree = () => stage.balances().every(([, ours, theirs]) => ours === theirs)

describe("EXEC-70: an order that this system did not place", () => {
  it("is found, named and journaled, and closes entries until the owner decides", () => {
    stage.place("web_1", "buy", low())
    expect(stage.books.switch).toMatchObject({ isRunning: false, code: "RECONCILE" })
    expect(stage.books.findings).toMatchObject([{ code: "order-foreign", order: "web_1" }])
    expect(stage.facts("finding")[0]?.what).toMatch(/the order web_1 on BTCUSDT .*never placed/)
    stage.type({ kind: "resume", reason: "by hand" })
    stage.wait(60)
    expect(stage.books.switch.isRunning).toBe(false)
    expect(stage.facts("finding")).toHaveLength(1)
    expect(stage.facts("placed")).toEqual([])
  })

  it("is adopted on the owner's word, and its later fills are booked to the unit", () => {
    stage.place("web_1", "buy", low())
    stage.type({ kind: "adopt", order: orderIdOf("web_1") })
    stage.wait(20)
    expect(stage.books.order(orderIdOf("web_1"))).toMatchObject({ status: "open", side: "buy" })
    expect(stage.books.switch.isRunning).toBe(true)
    expect(stage.books.findings).toEqual([])
    // A halt takes entries back; this is one now.
    stage.type({ kind: "halt", reason: "enough" })
    expect(stage.books.order(orderIdOf("web_1"))?.status).toBe("cancelled")
    expect(agree()).toBe(true)
  })

  it("that has filled by then shows in balances, which the owner accepts one by one", () => {
    const terms = { ...low(), price: priceOf(Math.ceil(stage.last * 1.001)) }
    stage.place("web_1", "buy", terms)
    expect(stage.books.findings.map((it) => it.code)).toEqual([
      "balance-differs",
      "balance-differs",
    ])
    stage.type({ kind: "accept-balance", asset: "USDT" })
    expect(stage.books.switch.isRunning).toBe(false)
    stage.type({ kind: "accept-balance", asset: "BTC" })
    stage.wait(20)
    expect(agree()).toBe(true)
    expect(stage.books.switch.isRunning).toBe(true)
    const booked = stage.facts("deposit").filter(({ because }) => because !== undefined)
    expect(booked.map(({ asset }) => asset)).toEqual(["USDT", "BTC"])
    // Neither gain nor loss: only the fee and the spread are gone.
    const { equityUnits, dayStartUnits } = stage.books.days.state
    const gap = equityUnits - dayStartUnits
    expect(gap > -20_000_000n && gap < 20_000_000n).toBe(true)
  })

  it("is taken back on the owner's word, through the gate and the journal", () => {
    stage.place("web_1", "buy", low())
    stage.type({ kind: "cancel-foreign", order: orderIdOf("web_1") })
    stage.wait(20)
    const [placed] = stage.facts("placed")
    expect(placed).toMatchObject({ purpose: "cancel", author: { kind: "trader", name: "owner" } })
    expect(placed?.answers).toHaveLength(6)
    expect(stage.dressed.exchange.survey(ACCOUNT, stage.rehearsal.now).open).toEqual([])
    expect(stage.books.switch.isRunning).toBe(true)
  })

  it("does not keep a position from its own stop once it is adopted", () => {
    stage.place("web_1", "buy", low())
    stage.type({ kind: "adopt", order: orderIdOf("web_1") })
    stage.wait(20)
    stage.type({ kind: "buy", instrument: 1, stakePpm: 40_000 })
    stage.wait(10)
    const guards = [...stage.books.live.values()].filter((it) => it.purpose === "protection")
    expect(guards).toMatchObject([{ instrument: 1, status: "open" }])
  })
})

describe("what the owner may decide", () => {
  it("is only what stands: anything else is noted and changes nothing", () => {
    const before = JSON.stringify(stage.books.save())
    for (const command of [
      { kind: "adopt", order: orderIdOf("web_1") },
      { kind: "cancel-foreign", order: orderIdOf("web_1") },
      { kind: "accept-balance", asset: "BTC" },
    ] as const) {
      stage.type(command)
    }
    expect(stage.facts("note").map(({ code }) => code)).toEqual(Array(3).fill("NOTHING_DECIDED"))
    expect(JSON.stringify(stage.books.save())).toBe(before)
    stage.place("web_1", "buy", low())
    stage.type({ kind: "adopt", order: orderIdOf("web_2") })
    stage.type({ kind: "accept-balance", asset: "ETH" })
    expect(stage.facts("adopted")).toEqual([])
    expect(stage.facts("deposit")).toHaveLength(1)
  })

  it("AUDIT-4: follows from the journal alone", () => {
    stage.place("web_1", "buy", low())
    stage.type({ kind: "adopt", order: orderIdOf("web_1") })
    stage.place("web_2", "sell", { ...low(), price: priceOf(Math.ceil(stage.last * 1.01)) })
    stage.wait(20)
    const { books } = foldJournal(stage.journal.records)
    expect(JSON.stringify(books.save())).toBe(JSON.stringify(stage.books.save()))
  })
})
