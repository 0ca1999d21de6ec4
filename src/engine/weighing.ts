import type { Alert } from "../risk/alert-book.ts"
import { lossAlert } from "../risk/alert-levels.ts"
import { colourOf } from "../risk/drawdown.ts"
import { drawdownOf } from "../risk/limits.ts"
import { TIER_NAMES } from "../tier/tier.ts"
import { dayOf } from "../value/time.ts"
import type { Books } from "./books.ts"
import type { Lane } from "./lane.ts"
import { markOf } from "./scene.ts"
import type { Turn } from "./turn.ts"

/** Takes the account's worth on time, and says what its losses mean (RISK-8, RISK-9, RISK-30). */
export class Weighing {
  readonly #books: Books
  readonly #lanes: readonly Lane[]
  readonly #turn: Turn
  readonly #accountAsset: string
  /** On which day each thing was told last, so that most samples end early. */
  readonly #toldOn = new Map<string, number>()
  #sampledUnits = -1n
  #trades: number

  constructor(told: {
    readonly settings: { readonly accountAsset: string }
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
  }) {
    this.#accountAsset = told.settings.accountAsset
    this.#books = told.books
    this.#lanes = told.lanes
    this.#turn = told.turn
    this.#trades = told.books.ledger.trades().length
  }

  /** @returns the account's worth, when it is known and another than it was */
  sample(): bigint | undefined {
    const { ledger, tiers } = this.#books
    const { units, unpriced } = ledger.equity((index) => markOf(this.#lanes[index]))
    if (units === this.#sampledUnits || unpriced.length > 0) return undefined
    this.#sampledUnits = units
    const before = this.#books.risk.recoveries.present
    const exposure = tiers.isAdjusting(this.#turn.now) ? { exposureUnits: this.#exposure() } : {}
    this.#turn.record({ kind: "sample", equityUnits: units, ...exposure })
    this.#tell(units, before)
    return units
  }

  /** RISK-8: entries end here, until a review. */
  judgeDrawdown(equityUnits: bigint): void {
    const { drawdownHalt } = this.#books.rules.at(this.#turn.now).limits
    const { peakUnits } = this.#books.days.at(this.#turn.now)
    const isBelow = drawdownOf({ equityUnits, peakUnits }) >= drawdownHalt
    if (!isBelow || !this.#books.switch.isRunning) return
    const reason = `The account fell ${drawdownHalt / 10_000} % below its peak.`
    this.#turn.switchTo("exits-only", "RISK-8", reason)
  }

  /** RISK-9: a trade that lost much is told when it has ended. */
  onTrades(): void {
    const trades = this.#books.ledger.trades()
    for (; this.#trades < trades.length; this.#trades++) {
      const { pnlUnits, instrument, closedAt } = trades[this.#trades]
      if (pnlUnits >= 0n) continue
      const about = `${this.#books.instrument(instrument).symbol} ${closedAt}`
      this.#alertOf("trade", { lostUnits: -pnlUnits, about })
      this.#toldOn.delete(about)
    }
  }

  #tell(equityUnits: bigint, before: Books["risk"]["recoveries"]["present"]): void {
    const { dayStartUnits, peakUnits } = this.#books.days.at(this.#turn.now)
    if (equityUnits < dayStartUnits) {
      this.#alertOf("day", { lostUnits: dayStartUnits - equityUnits })
    }
    if (equityUnits < peakUnits) {
      this.#alertOf("drawdown", { lostUnits: peakUnits - equityUnits })
      this.#tellColour(drawdownOf({ equityUnits, peakUnits }))
    }
    this.#tellRecovery(before)
  }

  /** RISK-8: what a drawdown is called, once a day each. */
  #tellColour(drawdownPpm: number): void {
    const { drawdownHalt } = this.#books.rules.at(this.#turn.now).limits
    const colour = colourOf(drawdownPpm, drawdownHalt)
    if (colour === "green" || this.#wasToldToday(colour)) return
    const what = `The account stands ${(drawdownPpm / 10_000).toFixed(2)} % below its peak: ${colour} (RISK-8).`
    const level = colour === "yellow" ? "info" : "warning"
    this.#once({ id: "RISK-8", level, about: colour, what })
  }

  /** RISK-30: a recovery begins, passes a quarter of the way, and ends. */
  #tellRecovery(before: Books["risk"]["recoveries"]["present"]): void {
    const { present, past } = this.#books.risk.recoveries
    if (present === before) return
    const note = (what: string) => this.#turn.record({ kind: "note", code: "RISK-30", what })
    if (before === undefined) {
      note(
        "A tenth of the peak is lost. Sizes are halved until all of it is regained; there is time.",
      )
    } else if (present === undefined) {
      note(`The drawdown is regained; sizes are whole again. Recoveries on record: ${past.length}.`)
    } else if (present.milestones.length > before.milestones.length) {
      note(`${present.milestones.at(-1)} % of the drawdown is regained. Steady is enough.`)
    }
  }

  #alertOf(
    kind: Parameters<typeof lossAlert>[0],
    told: { readonly lostUnits: bigint; readonly about?: string },
  ): void {
    const about = told.about ?? kind
    if (this.#wasToldToday(about)) return
    const equityUnits = this.#sampledUnits > 0n ? this.#sampledUnits : told.lostUnits
    const rank = () => TIER_NAMES.indexOf(this.#books.tiers.standing(this.#turn.now).working.name)
    const alert = lossAlert(kind, { ...told, equityUnits, rank })
    if (alert) this.#once(alert)
  }

  #once(alert: Alert): void {
    const { now } = this.#turn
    if (!this.#books.risk.alerts.wasToldToday(alert, now)) this.#turn.alert(alert)
    this.#toldOn.set(alert.about, dayOf(now))
  }

  #wasToldToday(about: string): boolean {
    return this.#toldOn.get(about) === dayOf(this.#turn.now)
  }

  #exposure(): bigint {
    const { units } = this.#books.ledger.equity((index) => markOf(this.#lanes[index]))
    const { freeUnits, heldUnits } = this.#books.ledger.balance(this.#accountAsset)
    return units - freeUnits - heldUnits
  }
}
