import type { Author } from "../order/intent.ts"
import { formatPrice, formatQuantity, notional, quoteMoney } from "../market/instrument.ts"
import type { Price } from "../value/brand.ts"
import { PPM } from "../value/brand.ts"
import type { Books } from "./books.ts"
import type { Dealer } from "./dealer.ts"
import type { Lane } from "./lane.ts"
import type { Command } from "./records.ts"
import type { Turn } from "./turn.ts"

type PlanCommand = Extract<Command, { kind: "plan" }>

/** What the trader may order of a plan: pause, resume, give up, undo (EXEC-23, EXEC-32). */
export class PlanOrders {
  readonly #books: Books
  readonly #lanes: readonly Lane[]
  readonly #turn: Turn
  readonly #dealer: Dealer

  constructor(told: {
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly dealer: Dealer
  }) {
    this.#books = told.books
    this.#lanes = told.lanes
    this.#turn = told.turn
    this.#dealer = told.dealer
  }

  obey({ act, instrument, isConfirmed = false }: PlanCommand, author: Author): void {
    const progress = this.#books.plans.on(instrument)
    if (act === "roll-back") return this.#rollBack(instrument, isConfirmed, author)
    if (progress === undefined || progress.state === "stopping") {
      return this.#say("No plan is at work in this market.")
    }
    const { id } = progress.plan
    if (act === "stop") {
      return this.#dealer.plans.stop(instrument, { code: "BY-HAND", because: "given up by hand" })
    }
    const to = act === "pause" ? "paused" : "running"
    if (progress.state === to) return this.#say(`The plan ${id} is ${to} already.`)
    const because = act === "pause" ? "paused by hand" : "resumed by hand"
    this.#turn.record({ kind: "plan-turned", plan: id, to, code: "BY-HAND", because })
    this.#dealer.plans.tend(instrument)
  }

  /** Undoing is a new trade at a new cost: that is told first, and done only when it is accepted. */
  #rollBack(instrument: number, isConfirmed: boolean, author: Author): void {
    const undone = this.#books.plans.bought(instrument)
    const { quantity, averagePrice } = this.#books.ledger.position(instrument)
    if (undone === undefined || quantity <= 0) {
      return this.#say("There is nothing that a plan bought in this market.")
    }
    if (undone.heldBefore > 0) {
      return this.#say(
        "The position was there before the plan, and only a whole one can be sold here; close sells it.",
      )
    }
    if (isConfirmed) {
      const because = `what the plan ${undone.plan} bought is sold again`
      return this.#dealer.leave(instrument, because, author)
    }
    const { instrument: of, bid, last } = this.#lanes[instrument]
    const price = Math.floor(bid > 0 ? bid : last) as Price
    const value = notional(of, { price, quantity }, "down")
    const fee = (value * BigInt(this.#dealer.takerFee)) / BigInt(PPM)
    const paid = notional(of, { price: Math.ceil(averagePrice) as Price, quantity }, "up")
    const money = (units: bigint): string => quoteMoney(of, units).toString()
    this.#say(
      `To undo ${undone.plan}: ${formatQuantity(of, quantity)} ${of.base.code} sold at about ` +
        `${formatPrice(of, price)} bring ${money(value)}, of which ${money(fee)} are fees; ` +
        `${money(paid)} were paid. Nothing is sold before it is confirmed (EXEC-23).`,
    )
  }

  #say(what: string): void {
    this.#turn.record({ kind: "note", code: "PLAN", what })
  }
}
