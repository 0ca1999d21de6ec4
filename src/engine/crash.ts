import { type Alarm, Breaker, flashCrash, isOpen } from "../risk/breaker.ts"
import type { Instant } from "../value/brand.ts"
import { later, minutes } from "../value/time.ts"
import type { Lane } from "./lane.ts"

/** The code of trading that a flash crash closed, and that opens by itself. */
export const CRASH = "RISK-42"
/** The same for a fall of 30 %, which a person opens. */
export const CRASH_HALT = "RISK-42 halt"

/** After a restart the time alone is known: the minimum and five minutes (RISK-45). */
const LEAST = minutes(15)

/** Watches every market for a flash crash, and says when it is over (RISK-42, RISK-45). */
export class Crash {
  readonly #lanes: readonly Lane[]
  readonly #breaker = new Breaker("RISK-42")

  constructor(lanes: readonly Lane[]) {
    this.#lanes = lanes
  }

  /** A price that may have fallen; true when it is worth asking `alarm`. */
  hasFallen(lane: Lane): boolean {
    return lane.fall.onPrice(lane.last, lane.pricedAt)
  }

  /** Takes a fall in; undefined when it is too small after all. */
  alarm(lane: Lane, now: Instant): Alarm | undefined {
    const alarm = flashCrash(lane.fall.high, lane.last)
    if (alarm) this.#breaker.onMeasured(alarm, now)
    return alarm
  }

  /** An override lifts what has fallen so far (RISK-50): the same minute does not close entries again. */
  forget(): void {
    for (const { fall } of this.#lanes) fall.forget()
  }

  /** RISK-42: from a fall of this stage on, part of what is held of it is sold. */
  static isDeep({ stage }: Alarm): boolean {
    return stage === "reduce" || stage === "exits only" || stage === "halt"
  }

  /** Whether what was closed at a moment may be opened again. */
  isOver(closedAt: Instant, now: Instant): boolean {
    const worst = this.#lanes
      .map((lane) => flashCrash(lane.fall.high, lane.last))
      .find((it) => it !== undefined)
    this.#breaker.onMeasured(worst, now)
    const held = this.#breaker.at(now)
    return (held === undefined || isOpen(held.stage)) && now >= later(closedAt, LEAST)
  }
}
