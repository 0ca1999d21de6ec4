import type { Filters, Instrument } from "../../market/instrument.ts"
import { parsePrice, parseQuantity } from "../../market/instrument.ts"
import { orderIdOf } from "../../order/request.ts"
import type { Instant } from "../../value/brand.ts"
import { parseUnits } from "../../value/decimal.ts"
import type { Hall } from "../hall.ts"
import type { FaultEvent } from "./fault-plan.ts"

/** What the doors of the exchange are to do about an event. */
export interface CourseDoors {
  /** Everybody is put out, and nobody is let in until then. */
  shut(until: Instant): void
  /** Every address that has spoken is banned. */
  ban(now: Instant): void
  /** Every socket ends. */
  drop(): void
  jump(milliseconds: number): void
}

/** Plays the events of a plan when their time has come. */
export class Course {
  readonly #hall: Hall
  readonly #doors: CourseDoors
  readonly #start: Instant
  readonly #events: FaultEvent[]

  constructor(told: {
    readonly hall: Hall
    readonly doors: CourseDoors
    readonly start: Instant
    readonly events: readonly FaultEvent[]
  }) {
    this.#hall = told.hall
    this.#doors = told.doors
    this.#start = told.start
    this.#events = [...told.events].sort((a, b) => a.at - b.at)
  }

  /** @param now by the machine's clock, which no event moves */
  advance(now: Instant): void {
    const seconds = (now - this.#start) / 1_000_000
    while (this.#events.length > 0 && this.#events[0].at <= seconds) {
      const event = this.#events.shift()
      if (event !== undefined) this.#play(event, now)
    }
  }

  #play(event: FaultEvent, now: Instant): void {
    switch (event.what) {
      case "maintenance":
        return this.#doors.shut((now + event.seconds * 1_000_000) as Instant)
      case "ban":
        return this.#doors.ban(now)
      case "drop":
        return this.#doors.drop()
      case "clock":
        return this.#doors.jump(event.milliseconds)
      case "delist":
        return this.#delist(event.symbol)
      case "status": {
        const market = this.#hall.marketOf(event.symbol)
        if (market !== undefined) market.status = event.status
        return
      }
      case "rules":
        return this.#change(event)
      default:
        event satisfies never
    }
  }

  /** Every open order goes, and the symbol trades no more. */
  #delist(symbol: string): void {
    const market = this.#hall.marketOf(symbol)
    if (market === undefined) return
    market.status = "BREAK"
    const { index } = market.instrument
    for (const [account, desk] of this.#hall.desks) {
      for (const { clientOrderId } of desk.open(index)) {
        const id = orderIdOf(clientOrderId)
        const cancel = { kind: "cancel", id, instrument: index } as const
        desk.submit([], () => this.#hall.engine.request(account, cancel, this.#hall.now))
      }
    }
    this.#hall.settle()
  }

  #change(event: FaultEvent & { readonly what: "rules" }): void {
    const market = this.#hall.marketOf(event.symbol)
    if (market === undefined) return
    market.rules = withFilters(market.rules, event)
  }
}

function withFilters(
  instrument: Instrument,
  told: {
    readonly tickSize?: string | undefined
    readonly stepSize?: string | undefined
    readonly minNotional?: string | undefined
  },
): Instrument {
  const { tickSize, stepSize, minNotional } = told
  const changed: Partial<Filters> = {
    ...(tickSize === undefined ? {} : { tick: parsePrice(instrument, tickSize) }),
    ...(stepSize === undefined ? {} : { step: parseQuantity(instrument, stepSize) }),
    ...(minNotional === undefined
      ? {}
      : { minNotional: parseUnits(minNotional, instrument.quote.scale) }),
  }
  return { ...instrument, filters: { ...instrument.filters, ...changed } }
}
