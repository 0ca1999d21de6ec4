import type { Instant, Quantity } from "../value/brand.ts"
import { dayOf } from "../value/time.ts"

/** A position that is sold in part: down to what, and why. */
export interface Part {
  readonly instrument: number
  readonly downTo: Quantity
}

/** Parts of positions are sold because a rule says so. */
export interface Reduction {
  /** Requirement id. */
  readonly id: string
  readonly because: string
  /** Of a day's ladder: the stage that was reached, parts per million lost (RISK-40). */
  readonly stagePpm?: number
  readonly parts: readonly Part[]
}

/** State that a snapshot keeps. */
export interface ReductionBookState {
  readonly day: number
  readonly stagePpm: number
  readonly clusterAt?: Instant
  readonly open: readonly (Part & { readonly because: string })[]
}

/** What is being sold in part, and how far down the ladder of this day it went, as a fold over reductions. */
export class ReductionBook {
  #day = -1
  #stagePpm = 0
  #clusterAt: Instant | undefined
  #open = new Map<number, { readonly downTo: Quantity; readonly because: string }>()

  get state(): ReductionBookState {
    const open = [...this.#open].map(([instrument, it]) => ({ instrument, ...it }))
    const cluster = this.#clusterAt === undefined ? {} : { clusterAt: this.#clusterAt }
    return { day: this.#day, stagePpm: this.#stagePpm, ...cluster, open }
  }

  restore({ day, stagePpm, clusterAt, open }: ReductionBookState): void {
    this.#day = day
    this.#stagePpm = stagePpm
    this.#clusterAt = clusterAt
    this.#open = new Map(open.map(({ instrument, ...it }) => [instrument, it]))
  }

  onReduction({ id, because, stagePpm, parts }: Reduction, at: Instant): void {
    if (stagePpm !== undefined && dayOf(at) >= this.#day) {
      this.#day = dayOf(at)
      this.#stagePpm = stagePpm
    }
    if (id === "RISK-44") this.#clusterAt = at
    for (const { instrument, downTo } of parts) this.#open.set(instrument, { downTo, because })
  }

  /** So much is held now: a part that is sold is done with. */
  onHeld(instrument: number, quantity: Quantity): void {
    const open = this.#open.get(instrument)
    if (open && quantity <= open.downTo) this.#open.delete(instrument)
  }

  /** It was entered anew: what was to be sold of it before is over. */
  onEntry(instrument: number): void {
    this.#open.delete(instrument)
  }

  /** The stage of the day's ladder that was answered already. */
  stageAt(now: Instant): number {
    return dayOf(now) > this.#day ? 0 : this.#stagePpm
  }

  /** When positions that move as one were last reduced. */
  get clusterAt(): Instant | undefined {
    return this.#clusterAt
  }

  /** What is being sold in part. */
  get open(): ReadonlyMap<number, { readonly downTo: Quantity; readonly because: string }> {
    return this.#open
  }
}
