import type { Engine } from "../engine/engine.ts"
import type { Books } from "../engine/books.ts"
import type { Fact } from "../engine/records.ts"
import { formatQuantity, type Instrument, roundPrice } from "../market/instrument.ts"
import { describeTerms } from "../gate/sanity.ts"
import { eventOf } from "../report/event.ts"
import { levelMessage } from "../report/tilt-page.ts"
import { drawdownOf } from "../risk/limits.ts"
import { stopOf } from "../order/terms.ts"
import type { Standing } from "../tier/standing.ts"
import type { TiltLevel } from "../tilt/tilt-rule.ts"
import { formatUnits } from "../value/decimal.ts"
import { type Instant, type Price, priceOf } from "../value/brand.ts"

/** So many events and points of the curve are kept for those who look. */
const EVENTS_KEPT = 200
const POINTS_KEPT = 480

/** One line of what happened. */
export interface WatchedEvent {
  readonly at: Instant
  readonly seq: number
  readonly kind: Fact["kind"]
  readonly text: string
}

/** Everything a screen or a log line shows, as plain values: nothing in it can act. */
export interface SessionView {
  readonly market: string
  readonly strategy: string
  readonly now: Instant
  readonly rows: number
  readonly equityUnits: bigint
  readonly capitalUnits: bigint
  /** Since 00:00 UTC, fees included. */
  readonly dayUnits: bigint
  readonly feesUnits: bigint
  /** Parts per million below the peak. */
  readonly drawdownPpm: number
  readonly isRunning: boolean
  /** What the tier allows now. */
  readonly standing: Standing
  readonly haltReason: string
  readonly positions: readonly PositionLine[]
  readonly orders: readonly OrderLine[]
  readonly prices: readonly PriceLine[]
  /** Oldest first. */
  readonly events: readonly WatchedEvent[]
  /** The account's worth, oldest first, about one a minute. */
  readonly curve: readonly number[]
  readonly counts: { readonly placed: number; readonly refused: number; readonly trips: number }
}

export interface PositionLine {
  readonly symbol: string
  readonly quantity: string
  readonly paid: string
  readonly last: string
  /** At the last price, before the fee of selling; units of the account asset. */
  readonly gainUnits: bigint
  readonly stop: string
  readonly openedAt: Instant | undefined
}

export interface OrderLine {
  readonly id: string
  readonly symbol: string
  readonly text: string
  readonly status: string
}

export interface PriceLine {
  readonly symbol: string
  readonly last: string
  /** Spread in hundredths of a percent; undefined when no quote is known. */
  readonly spreadBps: number | undefined
  /** Change since the session began to look, as a share. */
  readonly change: number
}

/** A watch at rest. */
export interface WatchState {
  readonly events: readonly WatchedEvent[]
  readonly curve: readonly number[]
  readonly firstPrices: readonly (readonly [string, number])[]
  readonly refused: number
}

/**
 * Watches a session through its facts and makes the view of it. It hears each one once it is
 * journaled and keeps only what is shown, so looking costs the engine nothing worth mentioning.
 */
export class SessionWatch {
  readonly #events: WatchedEvent[] = []
  readonly #curve: number[] = []
  readonly #firstPrices = new Map<string, number>()
  #refused = 0
  #tiltLevel: TiltLevel = 0
  #onEvent: ((event: WatchedEvent) => void) | undefined

  /** Called with each event as it happens: for log lines. */
  set onEvent(listener: (event: WatchedEvent) => void) {
    this.#onEvent = listener
  }

  /** What it remembers, as JSON can carry it: a snapshot spares it the facts of long ago. */
  save(): WatchState {
    return {
      events: [...this.#events],
      curve: [...this.#curve],
      firstPrices: [...this.#firstPrices],
      refused: this.#refused,
    }
  }

  restore(state: WatchState): void {
    this.#events.splice(0, Infinity, ...state.events)
    this.#curve.splice(0, Infinity, ...state.curve)
    for (const [symbol, price] of state.firstPrices) this.#firstPrices.set(symbol, price)
    this.#refused = state.refused
  }

  /** One fact, journaled and folded into `books`. */
  hear(
    fact: Fact,
    told: { readonly at: Instant; readonly seq: number; readonly books: Books },
  ): void {
    if (fact.kind === "sample") this.#addPoint(fact.equityUnits)
    if (fact.kind === "refused") this.#refused++
    const text = eventOf(fact, told.books)
    if (text !== undefined) {
      this.#addEvent({ at: told.at, seq: told.seq, kind: fact.kind, text })
    }
    this.#hearTilt(told)
  }

  /** A level that was reached, or left, is told once (TILT-43 to TILT-47). */
  #hearTilt({ at, seq, books }: { at: Instant; seq: number; books: Books }): void {
    const { level } = books.tiltAt(at)
    if (level === this.#tiltLevel) return
    this.#tiltLevel = level
    const text = levelMessage({ ...books.tilt.standing(at), level })
    this.#addEvent({ at, seq, kind: "note", text })
  }

  /** Something worth a line that is no fact of the journal, as that a connection was lost. */
  note(at: Instant, text: string): void {
    const seq = this.#events.at(-1)?.seq ?? 0
    this.#addEvent({ at, seq, kind: "note", text })
  }

  view(told: {
    readonly engine: Engine
    readonly market: string
    readonly strategy: string
    readonly capitalUnits: bigint
  }): SessionView {
    const { engine, market, strategy, capitalUnits } = told
    const { books } = engine
    const equityUnits = engine.equity().units
    const day = books.days.at(engine.now)
    const peakUnits = day.peakUnits > equityUnits ? day.peakUnits : equityUnits
    return {
      market,
      strategy,
      capitalUnits,
      equityUnits,
      now: engine.now,
      rows: engine.rows,
      dayUnits: equityUnits - day.dayStartUnits,
      feesUnits: books.ledger.feesPaid(),
      drawdownPpm: drawdownOf({ equityUnits, peakUnits }),
      isRunning: books.switch.isRunning,
      standing: books.tiers.standing(engine.now),
      haltReason: books.switch.isRunning ? "" : books.switch.reason,
      positions: positionLines(engine),
      orders: orderLines(engine),
      prices: this.#priceLines(engine),
      events: this.#events,
      curve: this.#curve,
      counts: {
        placed: books.placed,
        refused: this.#refused,
        trips: books.ledger.trades().length,
      },
    }
  }

  #addEvent(event: WatchedEvent): void {
    this.#events.push(event)
    if (this.#events.length > EVENTS_KEPT) this.#events.shift()
    this.#onEvent?.(event)
  }

  #addPoint(units: bigint): void {
    this.#curve.push(Number(units) / 1e8)
    if (this.#curve.length > POINTS_KEPT) this.#curve.shift()
  }

  #priceLines(engine: Engine): readonly PriceLine[] {
    return engine.lanes
      .filter((lane) => lane.mark > 0)
      .map((lane) => {
        const { symbol } = lane.instrument
        const first = this.#firstPrices.get(symbol) ?? lane.mark
        this.#firstPrices.set(symbol, first)
        const hasQuote = lane.bid > 0 && lane.ask > 0
        return {
          symbol,
          last: priceText(lane.instrument, roundPrice(lane.instrument, lane.mark, "buy")),
          spreadBps: hasQuote ? ((lane.ask - lane.bid) / lane.mark) * 10_000 : undefined,
          change: lane.mark / first - 1,
        }
      })
  }
}

function positionLines(engine: Engine): readonly PositionLine[] {
  const { books, lanes } = engine
  return lanes.flatMap((lane) => {
    const { instrument } = lane
    const position = books.ledger.position(instrument.index)
    if (position.openedAt === undefined || position.quantity <= 0) return []
    const stop = standingStop(engine, instrument.index)
    const gain =
      ((lane.mark - position.averagePrice) * position.quantity) / 10 ** instrument.priceScale
    return [
      {
        symbol: instrument.symbol,
        quantity: formatQuantity(instrument, position.quantity),
        paid: priceText(instrument, priceOf(Math.round(position.averagePrice))),
        last: priceText(instrument, priceOf(Math.round(lane.mark))),
        gainUnits: BigInt(Math.round((gain / 10 ** instrument.quantityScale) * 1e8)),
        stop: stop === undefined ? "none yet" : priceText(instrument, stop),
        openedAt: position.openedAt,
      },
    ]
  })
}

/** With as many digits as the tick has, so that prices stand below one another. */
function priceText({ priceScale, filters }: Instrument, price: Price): string {
  const digits = priceScale - Math.floor(Math.log10(filters.tick || 1))
  return formatUnits(price, priceScale, Math.max(0, digits))
}

/** The stop that rests at the exchange for a position. */
function standingStop(engine: Engine, instrument: number): Price | undefined {
  for (const order of engine.books.live.values()) {
    if (order.instrument !== instrument || order.purpose !== "protection") continue
    const stop = stopOf(order.terms)
    if (stop !== undefined) return stop
  }
  return undefined
}

function orderLines(engine: Engine): readonly OrderLine[] {
  const { books } = engine
  return [...books.live.values()].map((order) => {
    const instrument = books.instrument(order.instrument)
    const quantity = formatQuantity(instrument, order.terms.quantity)
    return {
      id: order.id,
      symbol: instrument.symbol,
      text: `${order.side} ${quantity} ${describeTerms(instrument, order.terms)}`,
      status: order.status,
    }
  })
}
