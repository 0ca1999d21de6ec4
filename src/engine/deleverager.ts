import { floorToStep, notional } from "../market/instrument.ts"
import { type Closable, closingOrder } from "../risk/closing-order.ts"
import { deleverage } from "../risk/deleverage.ts"
import type { Part } from "../risk/reduction-book.ts"
import { type Price, PPM, quantityOf } from "../value/brand.ts"
import { divide, powerOfTen } from "../value/decimal.ts"
import type { Books } from "./books.ts"
import type { Correlations } from "./correlations.ts"
import type { Dealer } from "./dealer.ts"
import type { Lane } from "./lane.ts"
import { markOf, viableUnits } from "./scene.ts"
import type { Turn } from "./turn.ts"
import { valueOf } from "./valuation.ts"

/** Sells parts of what is held, or all of it, in the order of closing (RISK-41). */
export class Deleverager {
  readonly #books: Books
  readonly #lanes: readonly Lane[]
  readonly #turn: Turn
  readonly #dealer: Dealer
  readonly #correlations: Correlations
  readonly #accountAsset: string

  constructor(told: {
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly dealer: Dealer
    readonly correlations: Correlations
    readonly accountAsset: string
  }) {
    this.#books = told.books
    this.#lanes = told.lanes
    this.#turn = told.turn
    this.#dealer = told.dealer
    this.#correlations = told.correlations
    this.#accountAsset = told.accountAsset
  }

  /** Markets of which something is held. */
  held(): readonly number[] {
    const held: number[] = []
    for (const { instrument } of this.#lanes) {
      if (this.#books.ledger.position(instrument.index).quantity > 0) held.push(instrument.index)
    }
    return held
  }

  /** What is held, in the order in which it is closed. */
  order(): readonly Closable[] {
    const held = this.held()
    return closingOrder(held.flatMap((index) => this.#closable(index, held) ?? []))
  }

  /**
   * Sells a part of the worth of these positions. The line stands in the journal before anything
   * leaves, so that a stop in between does not end it.
   */
  sell(told: {
    readonly id: string
    readonly because: string
    readonly ppm: number
    readonly stagePpm?: number
    /** Of these alone; of everything held where nothing is said. */
    readonly among?: readonly number[]
  }): void {
    const { id, because, ppm, stagePpm, among } = told
    const all = this.order().filter((it) => among === undefined || among.includes(it.instrument))
    const viable = all.reduce((most, it) => {
      const { instrument } = this.#lanes[it.instrument]
      const least = viableUnits(instrument, this.#valueOf(it.instrument))
      return least > most ? least : most
    }, 0n)
    const parts = deleverage(all, { ppm, viableUnits: viable }).map((closing): Part => {
      const { instrument, units } = closing
      const worth = all.find((it) => it.instrument === instrument)?.worthUnits ?? units
      return { instrument, downTo: this.#kept(instrument, { units, worth }) }
    })
    const stage = stagePpm === undefined ? {} : { stagePpm }
    this.#turn.record({ kind: "reduced", id, because, ...stage, parts })
    this.goOn()
  }

  /** What was begun to be sold is sold on. */
  goOn(): void {
    for (const [instrument, { downTo, because }] of this.#books.risk.reductions.open) {
      this.#dealer.reduce(instrument, downTo, because)
    }
  }

  /** What is kept of a position when this part of it is sold; rounded in favour of selling. */
  #kept(index: number, sold: { readonly units: bigint; readonly worth: bigint }): Part["downTo"] {
    const { units, worth } = sold
    if (units >= worth) return quantityOf(0)
    const { quantity } = this.#books.ledger.position(index)
    const { instrument } = this.#lanes[index]
    return floorToStep(instrument, Number((BigInt(quantity) * (worth - units)) / worth))
  }

  #closable(index: number, held: readonly number[]): Closable | undefined {
    const { instrument } = this.#lanes[index]
    const position = this.#books.ledger.position(index)
    const price = markOf(this.#lanes[index]) ?? (0 as Price)
    const quoteUnits = notional(instrument, { price, quantity: position.quantity }, "down")
    const value = this.#valueOf(index)
    const whole = powerOfTen(instrument.quote.scale)
    const worthUnits = divide(quoteUnits * value, whole, "down")
    if (worthUnits <= 0n) return undefined
    const costUnits = divide(position.costUnits * value, whole, "half-even")
    const others = held.filter((it) => it !== index)
    const known = others.flatMap((it) => this.#correlations.between(index, it)?.correlation ?? [])
    const sum = known.reduce((total, it) => total + it, 0)
    return {
      instrument: index,
      worthUnits,
      gainUnits: worthUnits - costUnits,
      heldFor: Math.max(0, this.#turn.now - (position.openedAt ?? this.#turn.now)),
      correlation: known.length === 0 ? 0 : sum / known.length,
    }
  }

  #valueOf(index: number): bigint {
    const { quote } = this.#lanes[index].instrument
    return valueOf(quote.code, this.#accountAsset, this.#lanes) ?? 0n
  }
}

/** Of what is left, the part to be sold to come from one share sold in all to a larger one. */
export const furtherPpm = (done: number, wanted: number): number =>
  done >= PPM ? PPM : Math.ceil(((wanted - done) * PPM) / (PPM - done))
