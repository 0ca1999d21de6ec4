import type { Weighed } from "../gate/gate.ts"
import { formatPrice } from "../market/instrument.ts"
import type { Author } from "../order/intent.ts"
import type { OrderId } from "../order/request.ts"
import { priceOf, type Ratio } from "../value/brand.ts"
import type { Books } from "./books.ts"
import { waitsForBooks } from "./change.ts"
import type { Comparison } from "./comparison.ts"
import type { Dealer } from "./dealer.ts"
import type { Deleverager } from "./deleverager.ts"
import type { Emergency } from "./emergency.ts"
import type { Lane } from "./lane.ts"
import type { Outbox } from "./outbox.ts"
import type { OwnerDesk } from "./owner-desk.ts"
import { PlanOrders } from "./plan-orders.ts"
import type { Command } from "./records.ts"
import type { Surroundings } from "./surroundings.ts"
import { HALT } from "./switchboard.ts"
import type { TierAct } from "../tier/preparation.ts"
import type { Turn } from "./turn.ts"

type Buy = Extract<Command, { kind: "buy" }>

const TRADER: Author = { kind: "trader", name: "trader" }

/** Carries out what the trader typed. Each command is a line of the journal before anything follows. */
export class TraderDesk {
  readonly #books: Books
  readonly #lanes: readonly Lane[]
  readonly #turn: Turn
  readonly #dealer: Dealer
  readonly #outbox: Outbox
  readonly #owner: OwnerDesk
  readonly #comparison: Comparison
  readonly #emergency: Emergency
  readonly #deleverager: Deleverager
  readonly #surroundings: Surroundings
  readonly #plans: PlanOrders

  constructor(told: {
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly dealer: Dealer
    readonly outbox: Outbox
    readonly owner: OwnerDesk
    readonly comparison: Comparison
    readonly emergency: Emergency
    readonly deleverager: Deleverager
    readonly surroundings: Surroundings
  }) {
    this.#books = told.books
    this.#lanes = told.lanes
    this.#turn = told.turn
    this.#dealer = told.dealer
    this.#outbox = told.outbox
    this.#owner = told.owner
    this.#comparison = told.comparison
    this.#emergency = told.emergency
    this.#deleverager = told.deleverager
    this.#surroundings = told.surroundings
    this.#plans = new PlanOrders(told)
  }

  obey(command: Command): void {
    this.#turn.record({ kind: "command", command })
    switch (command.kind) {
      case "halt":
        this.#turn.switchTo("exits-only", HALT, `Halted by hand: ${command.reason}.`)
        return this.#dealer.withdrawClosed()
      case "stop":
        if (this.#books.switch.isRunning) {
          const reason = "The session ends. Stops rest at the exchange."
          this.#turn.switchTo("exits-only", "STOP", reason)
        }
        return this.#dealer.withdrawClosed()
      case "resume":
        return this.#resume()
      case "strategy":
        return this.#strategy(command)
      case "close-all":
        return this.closeAll(command.reason)
      case "close":
        return this.#dealer.leave(command.instrument, "closed by hand", TRADER)
      case "buy":
        return this.#dealer.grant(wishOf(command), TRADER)
      case "tighten":
        return this.#tighten(command)
      case "cancel":
        return this.#cancel(command.order)
      case "adopt":
      case "cancel-foreign":
      case "accept-balance":
        this.#owner.decide(command)
        return this.#outbox.survey()
      case "plan":
        return this.#plans.obey(command, TRADER)
      case "reconcile":
        return this.#outbox.survey()
      case "tier": {
        return this.#note("TIER", this.#books.tiers.answer ?? this.#doneFor(command.act))
      }
      case "settings": {
        this.#turn.record({ kind: "note", code: "SETTINGS", what: this.#books.rules.answer })
        return this.#dealer.withdrawClosed()
      }
      case "override":
        return this.#emergency.override({ hasAgreed: this.#comparison.hasAgreed })
      case "maintenance":
        this.#surroundings.look()
        return this.#dealer.withdrawClosed()
      case "tilt":
        return
      default:
        command satisfies never
    }
  }

  #doneFor(act: TierAct): string {
    if (act.kind === "confirm") return this.#begun()
    if (act.kind !== "shadow") return "Written down for the tier."
    return act.isOn
      ? "Each entry is rehearsed beside it from now on, as the next tier works it; nothing of that is sent."
      : "Entries are rehearsed no more."
  }

  /** What it has sent for and not got is taken back; what it holds keeps its stop, and its exits go on. */
  #strategy({ act, reason }: Extract<Command, { kind: "strategy" }>): void {
    if (act === "stop") {
      this.#dealer.withdrawStrategy(`the strategy was stopped by hand: ${reason}`, TRADER)
      this.#note("STRATEGY", "The strategy enters nothing from now on; its stops and exits go on.")
    } else this.#note("STRATEGY", "The strategy may enter again.")
  }

  /** What the gate would say to it; nothing follows. */
  weigh(command: Buy): Weighed | undefined {
    return this.#dealer.weigh(wishOf(command), TRADER)
  }

  closeAll(reason: string): void {
    // RISK-48: entries go first; every stop stands until the sale of its position takes its place.
    this.#dealer.withdrawEntries(reason)
    for (const { instrument } of this.#deleverager.order()) {
      this.#dealer.leave(instrument, reason, TRADER)
    }
    for (const { instrument } of this.#lanes) this.#dealer.leave(instrument.index, reason, TRADER)
  }

  /** A stop only ever comes nearer, and never so near that it would sell at once (RISK-12, RISK-53). */
  #tighten({ instrument, price }: Extract<Command, { kind: "tighten" }>): void {
    const lane = this.#lanes[instrument]
    const held = this.#books.ledger.position(instrument).quantity
    const stop = this.#books.leave(instrument)?.stop
    if (lane === undefined || held <= 0 || stop === undefined) {
      this.#note("NO_POSITION", "Nothing is held there that has a stop.")
    } else if (price <= stop) {
      const now = formatPrice(lane.instrument, stop)
      this.#note("STOP_STAYS", `The stop stays at ${now}: it can be brought nearer, never further.`)
    } else if (!(price < lane.mark)) {
      const why = `A stop at or above the price of ${formatPrice(lane.instrument, priceOf(Math.round(lane.mark)))} would sell at once; close does that.`
      this.#note("STOP_STAYS", why)
    } else {
      const because = "brought nearer by hand"
      const wish = { kind: "raise", instrument, stop: price, because } as const
      this.#dealer.grant(wish, TRADER)
    }
  }

  /** Entries only: a stop guards what is held, and stays (UI-23). */
  #cancel(id: OrderId | undefined): void {
    const because = "taken back by hand"
    if (id === undefined) return this.#dealer.withdrawEntries(because, undefined, TRADER)
    const order = this.#books.live.get(id)
    if (order === undefined) this.#note("NO_ORDER", `No order ${id} waits at the exchange.`)
    else if (order.purpose === "entry") this.#dealer.cancel({ order, author: TRADER, because })
    else {
      this.#note("STOP_STAYS", `${id} guards what is held, so it stays. close sells the position.`)
    }
  }

  #begun(): string {
    const { held, sizePpm } = this.#books.tiers.standing(this.#turn.now)
    return `${held.name} begins, at ${sizePpm / 10_000} % of its sizes at first.`
  }

  #note(code: string, what: string): void {
    this.#turn.record({ kind: "note", code, what })
  }

  #resume(): void {
    const { code, isRunning } = this.#books.switch
    if (isRunning) return
    const closed = this.#emergency.closedStill()
    if (closed !== undefined) {
      this.#note("RISK-45", closed)
      return
    }
    const isOpen = waitsForBooks(code) || !this.#comparison.hasAgreed
    if (isOpen) this.#outbox.survey()
    else this.#turn.switchTo("running", "RESUMED", "Resumed by hand.")
  }
}

function wishOf({ instrument, stakePpm, because = "bought by hand" }: Buy) {
  return { kind: "enter", instrument, stake: stakePpm as Ratio, because } as const
}
