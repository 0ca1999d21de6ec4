import type { Happening } from "../../src/tilt/act.ts"
import type { Step } from "../../src/tilt/calm.ts"
import { instantOf, type Instant } from "../../src/value/brand.ts"
import type { Chance } from "../../src/value/chance.ts"

/** A kind of session, drawn anew from every seed. */
export interface Mood {
  readonly name: string
  /** What it stands for, in a few words. */
  readonly says: string
  /** The level that the guard should reach; 0 where it should stay calm. */
  readonly wanted: 0 | 1 | 2 | 3
  /** A newcomer is met without a baseline. */
  readonly isUnknown?: true
  readonly steps: (chance: Chance, start: Instant) => readonly Step[]
}

const SECOND = 1e6
const MINUTE = 60 * SECOND

/** Writes a session down, moment by moment. */
class Pen {
  readonly steps: Step[] = []
  readonly #chance: Chance
  #at: number
  #orders = 0

  constructor(chance: Chance, start: Instant) {
    this.#chance = chance
    this.#at = start
    this.tell({ kind: "session", to: "began" })
  }

  tell(it: Happening): void {
    this.steps.push({ at: instantOf(Math.round(this.#at)), it })
  }

  between(low: number, high: number): number {
    return low + this.#chance.unit() * (high - low)
  }

  /** Time goes by, in seconds. */
  wait(low: number, high = low): void {
    this.#at += this.between(low, high) * SECOND
  }

  line(
    outcome: Extract<Happening, { kind: "line" }>["outcome"],
    told: { readonly decideMs?: number; readonly pasted?: true } = {},
  ): void {
    const keys = Math.round(this.between(10, 22))
    const decision = told.decideMs === undefined ? {} : { decideMs: Math.round(told.decideMs) }
    const spanMs = Math.round((keys / 5 / this.between(38, 52)) * 60_000)
    const typed = { keys, corrections: 0, pasted: told.pasted ? keys : 0, spanMs }
    this.tell({ kind: "line", outcome, ...typed, spread: this.between(0.4, 0.7), ...decision })
  }

  /** An entry by hand. */
  enter(told: {
    readonly size: number
    readonly market?: string
    readonly decideMs?: number
    readonly pasted?: true
  }): string {
    const { market = "BTCUSDT", decideMs = this.between(6_000, 11_000), size } = told
    const order = `m${this.#orders++}`
    this.line("order", { decideMs, ...(told.pasted ? { pasted: true } : {}) })
    this.tell({ kind: "entered", order, market, size, isManual: true })
    return order
  }

  /** A trade ends; a loss by its stop. */
  close(dollars: number, market = "BTCUSDT"): void {
    if (dollars < 0) this.tell({ kind: "stopped", market })
    const pnlUnits = BigInt(Math.round(dollars * 1e8))
    this.tell({ kind: "closed", market, isManual: true, pnlUnits })
  }

  times(low: number, high: number, work: (i: number) => void): void {
    const many = Math.round(this.between(low, high))
    for (let i = 0; i < many; i++) work(i)
  }

  end(): readonly Step[] {
    this.wait(60)
    this.tell({ kind: "session", to: "ended" })
    return this.steps
  }
}

const written =
  (write: (pen: Pen) => void): Mood["steps"] =>
  (chance, start) => {
    const pen = new Pen(chance, start)
    write(pen)
    return pen.end()
  }

function revenge(pen: Pen, told: { readonly pasted?: true } = {}): void {
  let size = 25
  pen.wait(300, 900)
  pen.times(5, 8, () => {
    pen.enter({ size, decideMs: pen.between(800, 2_500), ...told })
    pen.wait(40, 150)
    pen.close(-pen.between(0.4, 1))
    pen.wait(3, 45)
    size *= pen.between(1.3, 1.8)
  })
}

/** Everything just below where a marker begins. */
function slowCooked(pen: Pen): void {
  let size = 25
  pen.times(5, 7, () => {
    pen.wait(240, 330)
    const order = pen.enter({ size, decideMs: pen.between(4_500, 6_000) })
    pen.times(3, 5, () => {
      pen.wait(8, 20)
      pen.tell({ kind: "edit", of: order })
    })
    pen.wait(150, 300)
    pen.close(pen.between(0, 1) < 0.6 ? -0.6 : 0.2)
    pen.wait(62, 90)
    size *= 1.25
  })
  pen.times(3, 3, () => {
    pen.wait(30, 60)
    pen.tell({ kind: "config", change: "other" })
  })
}

/** The moods of the issue, and some that were thought out against the guard. */
export const MOODS: readonly Mood[] = [
  {
    name: "revenge spiral",
    says: "the same market again at once after each stop, larger each time",
    wanted: 3,
    steps: written((pen) => revenge(pen)),
  },
  {
    name: "bargaining",
    says: "one order edited again and again, and the largest size tried",
    wanted: 1,
    steps: written((pen) => {
      pen.wait(300, 900)
      const order = pen.enter({ size: 25 })
      pen.times(8, 18, () => {
        pen.wait(5, 25)
        pen.tell({ kind: "edit", of: order, isAtCap: pen.between(0, 1) < 0.5 })
      })
    }),
  },
  {
    name: "paralysis",
    says: "looking for most of an hour, and decisions of twice the usual time",
    wanted: 1,
    steps: written((pen) => {
      pen.times(70, 100, () => {
        pen.wait(20, 50)
        pen.line("view")
      })
      pen.times(2, 4, () => {
        pen.wait(60, 200)
        pen.enter({ size: 20, decideMs: pen.between(17_000, 30_000) })
      })
    }),
  },
  {
    name: "config thrash",
    says: "settings changed and changed back, an override asked for",
    wanted: 1,
    steps: written((pen) => {
      pen.wait(300, 900)
      pen.times(5, 9, () => {
        pen.wait(20, 120)
        pen.tell({ kind: "config", change: "looser" })
      })
      pen.tell({ kind: "override", outcome: "refused" })
    }),
  },
  {
    name: "rage quit",
    says: "a loss, left and back several times, keys in bursts",
    wanted: 1,
    steps: written((pen) => {
      pen.wait(300, 900)
      pen.enter({ size: 25 })
      pen.wait(60, 200)
      pen.close(-0.8)
      pen.wait(0.5, 1.5)
      pen.line("view")
      pen.times(4, 6, () => {
        pen.wait(20, 80)
        pen.tell({ kind: "session", to: "ended" })
        pen.wait(2, 20)
        pen.tell({ kind: "session", to: "began" })
        pen.times(4, 8, () => {
          pen.wait(0.1, 0.4)
          pen.line("unclear")
        })
      })
    }),
  },
  {
    name: "fooling the guard",
    says: "keys without effect in an even beat, then trades in a rush",
    wanted: 1,
    steps: written((pen) => {
      pen.times(5, 8, () => {
        pen.wait(20, 40)
        pen.tell({ kind: "idle-keys", keys: 20, spread: 0.005 })
      })
      pen.times(3, 5, () => {
        pen.enter({ size: 25, decideMs: 1_500 })
        pen.wait(20, 60)
        pen.close(-0.5)
        pen.wait(5, 30)
      })
    }),
  },
  {
    name: "a new user learning",
    says: "no baseline, many lines that are not understood, few small trades",
    wanted: 0,
    isUnknown: true,
    steps: written((pen) => {
      pen.times(20, 40, () => {
        pen.wait(15, 60)
        pen.line(pen.between(0, 1) < 0.4 ? "unclear" : "view")
        if (pen.between(0, 1) < 0.2) pen.line("analysis")
      })
      pen.times(1, 3, () => {
        pen.wait(400, 900)
        pen.enter({ size: 15 })
        pen.wait(200, 600)
        pen.close(pen.between(-0.3, 0.4))
      })
    }),
  },
  {
    name: "slow cooking",
    says: "every sign kept just below its threshold, sizes a quarter larger each time",
    wanted: 1,
    steps: written(slowCooked),
  },
  {
    name: "two terminals",
    says: "a revenge spiral spread over two terminals",
    wanted: 3,
    steps: written((pen) => {
      let size = 25
      pen.times(6, 9, () => {
        pen.tell({ kind: "session", to: "began" })
        pen.enter({ size, decideMs: pen.between(800, 2_500) })
        pen.wait(40, 120)
        pen.close(-pen.between(0.4, 1))
        pen.tell({ kind: "session", to: "ended" })
        pen.wait(5, 40)
        size *= pen.between(1.3, 1.8)
      })
    }),
  },
  {
    name: "pasting",
    says: "a revenge spiral in which every line is pasted",
    wanted: 3,
    steps: written((pen) => revenge(pen, { pasted: true })),
  },
]

/** Minutes from the start of a session to a moment. */
export const minutesBetween = (start: Instant, at: Instant): number => (at - start) / MINUTE
