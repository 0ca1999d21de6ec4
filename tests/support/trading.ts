import { instrumentOf } from "./instrument.ts"
import { Books } from "../../src/engine/books.ts"
import { Engine } from "../../src/engine/engine.ts"
import { Ticket } from "../../src/gate/gate.ts"
import { ASK, LAST, LEVEL, RESET, TRADE } from "../../src/market/tape.ts"
import { Tick } from "../../src/market/tick.ts"
import type { Notice } from "../../src/order/notice.ts"
import type { Request } from "../../src/order/request.ts"
import { MemoryJournal } from "../../src/storage/memory-journal.ts"
import { type Duration, type Instant, instantOf, percent, ratioOf } from "../../src/value/brand.ts"
import { days, later, minutes, seconds } from "../../src/value/time.ts"

const START = instantOf(days(20_000))
/** So many seconds after the start. */
export const at = (s: number): Instant => later(START, seconds(s))
const BALANCES = [{ asset: "USDT", freeUnits: 100_000_000_000n, lockedUnits: 0n }]

/** A thousand dollars, one market, and somebody who writes down what leaves. */
export class Trading {
  readonly sent: Request[] = []
  surveys = 0
  readonly journal = new MemoryJournal({ keep: true })
  readonly engine: Engine

  constructor() {
    const instrument = instrumentOf()
    this.engine = new Engine({
      settings: {
        run: "t",
        strategyName: "none",
        accountAsset: "USDT",
        takerFee: ratioOf(1_000),
        sampleEvery: minutes(1),
        surveyEvery: days(1_000),
        staleAfter: () => days(1),
        barInterval: () => 0 as Duration,
        isSpoiling: false,
        asksForPractice: false,
      },
      books: new Books({ instruments: [instrument], accountAsset: "USDT" }),
      strategy: { watches: [] },
      journal: this.journal,
      venue: {
        submit: (ticket) => void this.sent.push(Ticket.spend(ticket)),
        ask: () => {},
        survey: () => void this.surveys++,
      },
    })
    const header = {
      kind: "header",
      run: "t",
      mode: "drill",
      strategy: "none",
      params: {},
      seed: 1,
      accountAsset: "USDT",
      instruments: [instrument],
      settings: {},
    } as const
    const units = 100_000_000_000n
    const deposit = { kind: "deposit", asset: "USDT", units, costUnits: units } as const
    this.engine.start(START, { reason: "new", header, deposits: [deposit] })
    this.agree(0)
    this.trade(1_000_000, 0)
  }

  /** Somebody trades at this price, in counts. */
  trade(price: number, second: number): void {
    const tick = new Tick()
    const seen = at(second)
    Object.assign(tick, { kind: TRADE, instrument: 0, time: seen, seen, a: price, b: 1 })
    this.engine.onMarket(tick)
  }

  /** So many counts are offered at this price, beside a buyer one count below; the whole book. */
  offer(price: number, quantity: number, second: number): void {
    const seen = at(second)
    const level = { kind: LEVEL, instrument: 0, time: seen, seen }
    const bid = { ...level, flag: RESET, a: price - 1, b: 1_000_000 }
    const ask = { ...level, flag: ASK | LAST, a: price, b: quantity }
    for (const row of [bid, ask]) this.engine.onMarket(Object.assign(new Tick(), row))
  }

  agree(second: number): void {
    this.engine.onSurvey(
      { kind: "survey", at: at(second), balances: BALANCES, open: [] },
      at(second),
    )
  }

  notice(second: number, matter: object): void {
    this.engine.onNotice({ kind: "notice", ...matter } as Notice, at(second))
  }

  /** Timers, up to a moment. */
  pass(second: number): void {
    while (this.engine.nextDue <= at(second)) this.engine.onTime(this.engine.nextDue)
  }

  buy(second: number): void {
    const because = "a reason that is long enough to be one, of more than a few words"
    const command = { kind: "buy", instrument: 0, stakePpm: percent(4), because } as const
    this.engine.onCommand(command, at(second))
  }

  get code(): string {
    const { isRunning, code } = this.engine.books.switch
    return isRunning ? "running" : code
  }

  get entries(): number {
    return this.sent.filter((it) => it.kind === "place" && it.side === "buy").length
  }
}
