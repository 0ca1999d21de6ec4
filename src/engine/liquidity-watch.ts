import { Breaker, isOpen, liquidityCrisis } from "../risk/breaker.ts"
import type { Dealer } from "./dealer.ts"
import type { Lane } from "./lane.ts"
import type { Turn } from "./turn.ts"

/**
 * Watches how deep each market's book is against its own normal (RISK-43, RISK-45). It says so, halves
 * entries, and lets those into the market rest until it has been over for its time. A book that is not
 * known says nothing: neither that a crisis begins, nor that one is over.
 */
export class LiquidityWatch {
  readonly #turn: Turn
  readonly #dealer: Dealer
  readonly #watched: readonly { readonly lane: Lane; readonly breaker: Breaker }[]

  constructor(told: {
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly dealer: Dealer
  }) {
    this.#turn = told.turn
    this.#dealer = told.dealer
    this.#watched = told.lanes.map((lane) => ({ lane, breaker: new Breaker("RISK-43") }))
  }

  /** Looks at every market, each minute. */
  look(): void {
    for (const { lane, breaker } of this.#watched) {
      const score = lane.depths.scorePpm()
      if (score !== undefined) this.#measure(lane, breaker, score)
    }
  }

  #measure(lane: Lane, breaker: Breaker, score: number): void {
    const { now } = this.#turn
    const { index, symbol } = lane.instrument
    const alarm = liquidityCrisis(score)
    breaker.onMeasured(alarm, now)
    lane.thin = breaker.at(now)
    if (alarm !== undefined) {
      const isMild = isOpen(alarm.stage)
      const what = `${symbol}: ${alarm.value}; ${SAYS[alarm.stage]} (RISK-43).`
      const about = `${symbol} ${alarm.stage}`
      this.#turn.alert({ id: "RISK-43", level: isMild ? "warning" : "critical", about, what })
    }
    if (lane.thin !== undefined && !isOpen(lane.thin.stage)) {
      this.#dealer.withdrawEntries("the market is too thin", index)
    }
  }
}

const RESTING = "entries into it rest until it has been over for 20 minutes"
const SAYS = {
  calm: "",
  warn: "nothing is reduced yet",
  smaller: "entries into it are halved",
  "no entries": RESTING,
  reduce: RESTING,
  "exits only": RESTING,
  halt: RESTING,
} as const
