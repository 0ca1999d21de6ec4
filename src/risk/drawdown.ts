import { type Instant, PPM } from "../value/brand.ts"

/** Colours of the drawdown ladder (RISK-8). */
export type Colour = "green" | "yellow" | "orange" | "red"

/** RISK-8: 5 % yellow, 10 % orange and recovery, 15 % halt. */
export function colourOf(drawdownPpm: number): Colour {
  if (drawdownPpm >= 150_000) return "red"
  if (drawdownPpm >= 100_000) return "orange"
  return drawdownPpm >= 50_000 ? "yellow" : "green"
}

/** A recovery from a drawdown, from its trigger to the old peak (RISK-30, RISK-33). */
export interface DrawdownRecovery {
  readonly startedAt: Instant
  readonly peakUnits: bigint
  readonly lowUnits: bigint
  /** Percent of the drawdown regained that have been passed: 25, 50, 75, 100. */
  readonly milestones: readonly number[]
  readonly endedAt: Instant | undefined
}

const TRIGGER_PPM = 100_000
const MILESTONES = [25, 50, 75, 100] as const

/**
 * Follows a drawdown of 10 % to its end: sizes stay halved until the whole of it is regained, not only
 * until it is smaller than 10 % again (RISK-30). Past recoveries are kept (RISK-33).
 */
export class RecoveryBook {
  readonly #past: DrawdownRecovery[] = []
  #present: DrawdownRecovery | undefined

  get past(): readonly DrawdownRecovery[] {
    return this.#past
  }
  get present(): DrawdownRecovery | undefined {
    return this.#present
  }
  /** The size factor, parts per million. */
  get sizePpm(): number {
    return this.#present === undefined ? PPM : PPM / 2
  }

  /** @returns milestones that were passed by this sample, in percent */
  onSample(
    at: Instant,
    told: { readonly equityUnits: bigint; readonly peakUnits: bigint },
  ): readonly number[] {
    const { equityUnits, peakUnits } = told
    const present = this.#present
    if (present === undefined) {
      const lost = peakUnits - equityUnits
      if (peakUnits <= 0n || lost * BigInt(PPM) < peakUnits * BigInt(TRIGGER_PPM)) return []
      this.#present = {
        startedAt: at,
        peakUnits,
        lowUnits: equityUnits,
        milestones: [],
        endedAt: undefined,
      }
      return []
    }
    const lowUnits = equityUnits < present.lowUnits ? equityUnits : present.lowUnits
    const depth = present.peakUnits - lowUnits
    const regained = Number(((equityUnits - lowUnits) * 100n) / depth)
    const fresh = MILESTONES.filter((it) => regained >= it && !present.milestones.includes(it))
    // A new low begins the way anew.
    const milestones = lowUnits < present.lowUnits ? [] : [...present.milestones, ...fresh]
    this.#present = { ...present, lowUnits, milestones }
    if (equityUnits >= present.peakUnits) {
      this.#past.push({ ...this.#present, endedAt: at })
      this.#present = undefined
    }
    return fresh
  }
}
