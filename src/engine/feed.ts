import { BarBuilder } from "../market/bar.ts"
import { BAR, LEVEL, OPEN, QUOTE, TRADE } from "../market/tape.ts"
import type { Tick } from "../market/tick.ts"
import type { Duration } from "../value/brand.ts"
import type { Desk } from "../strategy/desk.ts"
import type { Strategy } from "../strategy/strategy.ts"
import type { Lane } from "./lane.ts"
import type { EngineSettings } from "./settings.ts"

/** Brings each row of the market to its lane and to the strategy that watches it. */
export class Feed {
  readonly #settings: Pick<EngineSettings, "barInterval" | "isSpoiling">
  readonly #lanes: readonly Lane[]
  readonly #strategy: Strategy
  readonly #desk: Desk

  constructor(told: {
    readonly settings: Pick<EngineSettings, "barInterval" | "isSpoiling">
    readonly lanes: readonly Lane[]
    readonly strategy: Strategy
    readonly desk: Desk
  }) {
    this.#settings = told.settings
    this.#lanes = told.lanes
    this.#strategy = told.strategy
    this.#desk = told.desk
    this.#subscribe()
  }

  /** One row. Nothing here allocates, save for a row that carries a whole bar. */
  row(tick: Tick): void {
    const lane = this.#lanes[tick.instrument]
    const { builders } = lane
    lane.pricedAt = tick.seen
    if (tick.kind === TRADE) {
      lane.last = tick.a
      this.#traded(lane, tick.time, tick.a, tick.b)
      for (let i = 0; i < builders.length; i++) {
        builders[i].onTrade(tick.time, tick.a, tick.b)
      }
      if (lane.hasTradeWatch) this.#strategy.onTrade?.(tick, this.#desk)
    } else if (tick.kind === QUOTE) {
      lane.bid = tick.a
      lane.ask = tick.c
      lane.askSize = tick.d
      if (lane.hasQuoteWatch) this.#strategy.onQuote?.(tick, this.#desk)
    } else if (tick.kind === LEVEL) {
      lane.depth.onLevel(tick.flag, tick.a, tick.b, tick.seen)
    } else if (tick.kind === BAR) {
      this.#bar(lane, tick)
    } else if (tick.kind === OPEN) {
      lane.last = tick.a
    }
  }

  #traded(lane: Lane, at: number, price: number, quantity: number): void {
    const { turnover } = lane
    if (at >= turnover.rollAt) turnover.roll(at, price)
    turnover.quantity += quantity
    if (lane.gauge !== undefined) lane.gauge.onTrade(at, price, quantity)
  }

  #bar(lane: Lane, tick: Tick): void {
    lane.last = tick.d
    // A bar stands for all trades in it, at their middle.
    this.#traded(lane, tick.time, (tick.b + tick.c + tick.d) / 3, tick.e)
    const bar = {
      openedAt: tick.time - this.#settings.barInterval(tick.instrument),
      endedAt: tick.time,
      open: tick.a,
      high: tick.b,
      low: tick.c,
      close: tick.d,
      volume: tick.e,
    }
    for (const builder of lane.builders) builder.onBar(bar)
  }

  #subscribe(): void {
    for (const watch of this.#strategy.watches) {
      const lane = this.#lanes[this.#desk.instrument(watch.symbol)]
      if (watch.kind === "trades") lane.hasTradeWatch = true
      else if (watch.kind === "quotes") lane.hasQuoteWatch = true
      else lane.builders.push(this.#builder(lane, watch.interval))
    }
  }

  #builder(lane: Lane, interval: Duration): BarBuilder {
    return new BarBuilder({
      instrument: lane.instrument.index,
      interval,
      onClose: (bar) => {
        this.#strategy.onBar?.(bar, this.#desk)
        if (this.#settings.isSpoiling) bar.spoil()
      },
    })
  }
}
