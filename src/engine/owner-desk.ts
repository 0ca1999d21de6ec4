import type { Price } from "../value/brand.ts"
import { divide, powerOfTen } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import type { Author } from "../order/intent.ts"
import type { Survey } from "../order/report.ts"
import type { Books } from "./books.ts"
import type { Dealer } from "./dealer.ts"
import type { Lane } from "./lane.ts"
import type { Difference } from "./reconcile.ts"
import { OWNER } from "./orders-of.ts"
import type { Reconciler } from "./reconciler.ts"
import type { Command } from "./records.ts"
import type { Turn } from "./turn.ts"
import { valueOf } from "./valuation.ts"

/** What the owner may decide about a difference that stands between our books and the exchange. */
type Decision = Extract<Command, { kind: "adopt" | "cancel-foreign" | "accept-balance" }>

const BY_OWNER: Author = { kind: "trader", name: OWNER }

/**
 * Carries out what the owner decided about things at the exchange that this system did not cause
 * (EXEC-70, AUDIT-21). Only what stood through several surveys can be decided on, and whatever
 * follows is a line of the journal: books never change quietly.
 */
export class OwnerDesk {
  readonly #books: Books
  readonly #lanes: readonly Lane[]
  readonly #turn: Turn
  readonly #dealer: Dealer
  readonly #reconciler: Reconciler
  readonly #accountAsset: string

  constructor(told: {
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly dealer: Dealer
    readonly reconciler: Reconciler
    readonly accountAsset: string
  }) {
    this.#books = told.books
    this.#lanes = told.lanes
    this.#turn = told.turn
    this.#dealer = told.dealer
    this.#reconciler = told.reconciler
    this.#accountAsset = told.accountAsset
  }

  /** Journals differences that stand, each when it first does. @returns all of them as text */
  tell(differences: readonly Difference[]): string {
    const known = new Set(this.#books.findings.map((it) => it.what))
    for (const { code, what, order, asset } of differences) {
      if (known.has(what)) continue
      const about = { ...(order ? { order } : {}), ...(asset ? { asset } : {}) }
      this.#turn.record({ kind: "finding", code, what, ...about })
    }
    return differences.map((it) => it.what).join(" ")
  }

  decide(decision: Decision): void {
    const survey = this.#reconciler.standing
    if (survey === undefined) {
      this.#note("Nothing stands to be decided: the books agree, or are being compared just now.")
    } else if (decision.kind === "accept-balance") this.#accept(decision.asset, survey)
    else this.#ofOrder(decision, survey)
  }

  #ofOrder(decision: Exclude<Decision, { kind: "accept-balance" }>, survey: Survey): void {
    const open = survey.open.find(({ id }) => id === decision.order)
    const instrument = open && this.#books.instruments[open.instrument]
    if (open === undefined || instrument === undefined || this.#books.order(open.id)) {
      this.#note(`The exchange told of no foreign order ${decision.order}.`)
    } else if (decision.kind === "adopt") {
      const { id, venueId, side, quantity, executed, price } = open
      const told = { id, venueId, side, quantity, executed, instrument: open.instrument }
      this.#turn.record({ kind: "adopted", order: { ...told, price: price ?? (0 as Price) } })
    } else {
      const terms = { type: "market", quantity: open.quantity } as const
      this.#dealer.cancel({
        order: { ...open, terms },
        author: BY_OWNER,
        because: "the owner's word",
      })
    }
  }

  #accept(asset: string, survey: Survey): void {
    const there = survey.balances.find((it) => it.asset === asset)
    const { freeUnits, heldUnits } = this.#books.ledger.balance(asset)
    const theirs = (there?.freeUnits ?? 0n) + (there?.lockedUnits ?? 0n)
    const units = theirs - freeUnits - heldUnits
    const whole = valueOf(asset, this.#accountAsset, this.#lanes)
    if (units === 0n) this.#note(`The balance of ${asset} does not differ.`)
    else {
      const because = "the owner accepted the balance at the exchange"
      // What no market here prices comes at no cost: the gain shows when it is sold, never before.
      const costUnits = divide(units * (whole ?? 0n), powerOfTen(ASSET_SCALE), "half-even")
      this.#turn.record({ kind: "deposit", asset, units, costUnits, because })
    }
  }

  #note(what: string): void {
    this.#turn.record({ kind: "note", code: "NOTHING_DECIDED", what })
  }
}
