import { Breaker, correlationSpike, isOpen } from "../risk/breaker.ts"
import type { Instant } from "../value/brand.ts"
import { minutes, seconds } from "../value/time.ts"
import type { Books } from "./books.ts"
import type { Correlations, Pair } from "./correlations.ts"
import type { Deleverager } from "./deleverager.ts"
import type { Lane } from "./lane.ts"
import type { Turn } from "./turn.ts"

/** RISK-44: above this two positions are one; above the others more is sold. */
const ONE = 0.8
const STEPS = [
  { above: 0.95, ppm: 500_000, says: "half of them is sold" },
  { above: 0.9, ppm: 250_000, says: "a quarter of the largest loser is sold once more" },
  { above: ONE, ppm: 250_000, says: "a quarter of the largest loser is sold" },
] as const
/** It is said first, and done so long after. */
const PROPOSED = seconds(60)
/** TIER-28 e. */
const UNBROKEN_AFTER = minutes(30)
const UNBROKEN_POSITIONS = 3
const UNBROKEN_SHARE = 0.8

/**
 * Watches for positions that come to move as one (RISK-44). It says so, sells a part a minute later,
 * and keeps entries into those markets closed until it has been over for its time. What it saw is
 * gone with the process; what it did is in the journal.
 */
export class ClusterWatch {
  readonly #books: Books
  readonly #lanes: readonly Lane[]
  readonly #turn: Turn
  readonly #correlations: Correlations
  readonly #deleverager: Deleverager
  readonly #breaker = new Breaker("RISK-44")
  #since: Instant | undefined
  #members: readonly number[] = []
  /** How many steps of the ladder were taken, from its gentlest. */
  #steps = 0
  #isTold = false

  constructor(told: {
    readonly books: Books
    readonly lanes: readonly Lane[]
    readonly turn: Turn
    readonly correlations: Correlations
    readonly deleverager: Deleverager
  }) {
    this.#books = told.books
    this.#lanes = told.lanes
    this.#turn = told.turn
    this.#correlations = told.correlations
    this.#deleverager = told.deleverager
  }

  /** Looks at what is held, each minute, and lets entries into what moves as one rest. */
  look(): void {
    this.#look()
    const alarm = this.#breaker.at(this.#turn.now)
    const isResting = alarm !== undefined && !isOpen(alarm.stage)
    this.#correlations.resting = isResting ? this.#members : []
    if (!isResting) this.#steps = 0
  }

  #look(): void {
    const { now } = this.#turn
    const held = this.#deleverager.held()
    const pairs = held.length < 2 ? [] : this.#correlations.pairs(held)
    const most = pairs.reduce((high, it) => Math.max(high, it.atLeast), -1)
    this.#breaker.onMeasured(correlationSpike(most), now)
    if (most <= ONE) {
      this.#since = undefined
      return
    }
    this.#since ??= now
    this.#members = clusterOf(pairs)
    const wanted = STEPS.filter((it) => most > it.above).length
    const step = STEPS[STEPS.length - wanted]
    const what = `${this.#names()} move as one, surely above ${most.toFixed(2)} (RISK-44)`
    if (wanted > this.#steps) {
      const told = `${what}: ${step.says} if it lasts a minute.`
      this.#turn.alert({ id: "RISK-44", level: "warning", about: step.says, what: told })
      if (now - this.#since >= PROPOSED) this.#take(wanted, what)
    }
    this.#concludeUnbroken(held, now)
  }

  #take(wanted: number, because: string): void {
    this.#steps = wanted
    const { ppm } = STEPS[STEPS.length - wanted]
    const among = wanted === STEPS.length ? this.#members : [this.#largestLoser()]
    this.#deleverager.sell({ id: "RISK-44", because, ppm, among })
  }

  #largestLoser(): number {
    const order = this.#deleverager.order().filter((it) => this.#members.includes(it.instrument))
    return order.reduce((a, b) => (b.gainUnits < a.gainUnits ? b : a)).instrument
  }

  /** TIER-28 e: it went on for half an hour although a part was sold. */
  #concludeUnbroken(held: readonly number[], now: Instant): void {
    const reducedAt = this.#books.risk.reductions.clusterAt
    if (this.#since === undefined || reducedAt === undefined || reducedAt < this.#since) {
      this.#isTold = false
      return
    }
    const positions = this.#members.length
    const isLarge = positions >= UNBROKEN_POSITIONS && positions > UNBROKEN_SHARE * held.length
    if (this.#isTold || !isLarge || now - reducedAt < UNBROKEN_AFTER) return
    this.#isTold = true
    this.#turn.measure({ kind: "cluster-unbroken", positions })
  }

  #names(): string {
    return this.#members.map((it) => this.#lanes[it].instrument.symbol).join(", ")
  }
}

/** The markets that hang together by pairs above the limit, with the closest two among them. */
function clusterOf(pairs: readonly Pair[]): readonly number[] {
  const tight = pairs.filter((it) => it.atLeast > ONE).sort((x, y) => y.atLeast - x.atLeast)
  const [first] = tight
  const members = new Set(first ? [first.a, first.b] : [])
  for (let size = 0; size < members.size;) {
    size = members.size
    for (const { a, b } of tight) {
      if (members.has(a)) members.add(b)
      else if (members.has(b)) members.add(a)
    }
  }
  return [...members].sort((x, y) => x - y)
}
