import type { DeskView, PositionView } from "../strategy/desk.ts"
import type { Instant } from "../value/brand.ts"
import { isSaleable } from "../execution/protection.ts"
import type { Books } from "./books.ts"
import type { Lane } from "./lane.ts"

/** What a strategy may look up: positions in whole, saleable lots, and the prices last seen. */
export function viewOf(told: {
  readonly books: Books
  readonly lanes: readonly Lane[]
  readonly strategy: string
  readonly now: () => Instant
}): DeskView {
  const { books, lanes, strategy } = told
  const laneOf = (instrument: number): Lane => lanes[instrument]
  return {
    get now() {
      return told.now()
    },
    position: (instrument): PositionView => {
      const lane = laneOf(instrument)
      const { quantity, averagePrice } = books.ledger.position(instrument)
      const isLong = isSaleable({ instrument: lane.instrument, lastPrice: lane.last }, quantity)
      return { isFlat: !isLong, isLong, quantity, averagePrice: isLong ? averagePrice : NaN }
    },
    price: (instrument) => laneOf(instrument).mark,
    bid: (instrument) => laneOf(instrument).bid,
    ask: (instrument) => laneOf(instrument).ask,
    one: (instrument) => 10 ** laneOf(instrument).instrument.priceScale,
    isEntering: (instrument) => {
      for (const order of books.live.values()) {
        if (order.instrument === instrument && order.purpose === "entry") return true
      }
      const { leavingBecause } = laneOf(instrument)
      return leavingBecause !== undefined || books.plans.on(instrument) !== undefined
    },
    record: (instrument) => {
      let trips = 0
      let wins = 0
      for (const trip of books.ledger.trades()) {
        if (trip.instrument !== instrument || trip.strategy !== strategy) continue
        trips++
        if (trip.pnlUnits > 0n) wins++
      }
      return { trips, wins }
    },
  }
}
