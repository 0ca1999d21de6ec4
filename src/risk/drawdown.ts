import { type Instant, PPM } from "../value/brand.ts"
import { DRAWDOWN_CAUTION } from "./ceilings.ts"

/** Colours of the drawdown ladder (RISK-8). */
export type Colour = "green" | "yellow" | "orange" | "red"

/** RISK-8: 5 % yellow, 10 % orange and recovery. */
export const COLOURS_FROM: readonly { readonly colour: Colour; readonly ppm: number }[] = [
  { colour: "yellow", ppm: 50_000 },
  { colour: "orange", ppm: DRAWDOWN_CAUTION },
]

/** @param haltPpm where entries end: 15 %, or earlier where the owner says so */
export function colourOf(drawdownPpm: number, haltPpm: number): Colour {
  if (drawdownPpm >= haltPpm) return "red"
  return COLOURS_FROM.findLast((it) => drawdownPpm >= it.ppm)?.colour ?? "green"
}

/** A recovery from a drawdown, from its trigger to the old peak (RISK-30, RISK-33). */
export interface DrawdownRecovery {
  readonly startedAt: Instant
  readonly peakUnits: bigint
  readonly lowUnits: bigint
  /** Percent of the drawdown regained that have been passed: 25, 50, 75, 100. */
  readonly milestones: readonly number[]
  /** Absent while it goes on. */
  readonly endedAt?: Instant
}

/** State that a snapshot keeps. */
export interface RecoveryBookState {
  readonly past: readonly DrawdownRecovery[]
  readonly present?: DrawdownRecovery
}

const NONE: readonly number[] = []
/** So many recoveries are looked back at; each drawdown of a tenth makes one. */
const PAST_KEPT = 100
const MILESTONES = [25, 50, 75, 100] as const

/**
 * Follows a drawdown of 10 % to its end: sizes stay halved until the whole of it is regained, not only
 * until it is smaller than 10 % again (RISK-30). Past recoveries are kept (RISK-33).
 */
export class RecoveryBook {
  #past: DrawdownRecovery[] = []
  #present: DrawdownRecovery | undefined

  get state(): RecoveryBookState {
    return {
      past: [...this.#past],
      ...(this.#present === undefined ? {} : { present: this.#present }),
    }
  }

  restore({ past, present }: RecoveryBookState): void {
    this.#past = [...past]
    this.#present = present
  }

  get past(): readonly DrawdownRecovery[] {
    return this.#past
  }
  get present(): DrawdownRecovery | undefined {
    return this.#present
  }
  /** Money that came or went from outside is no part of the way back. */
  onFlow(units: bigint): void {
    const present = this.#present
    if (present === undefined) return
    const { peakUnits, lowUnits } = present
    this.#present = { ...present, peakUnits: peakUnits + units, lowUnits: lowUnits + units }
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
      // Nearly every sample of a life ends here.
      if (equityUnits >= peakUnits) return NONE
      const lost = peakUnits - equityUnits
      if (peakUnits <= 0n || lost * BigInt(PPM) < peakUnits * BigInt(DRAWDOWN_CAUTION)) return NONE
      this.#present = {
        startedAt: at,
        peakUnits,
        lowUnits: equityUnits,
        milestones: [],
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
      this.#past = [...this.#past.slice(1 - PAST_KEPT), { ...this.#present, endedAt: at }]
      this.#present = undefined
    }
    return fresh
  }
}
