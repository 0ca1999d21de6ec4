import { PPM, percent, type Ratio } from "../value/brand.ts"
import {
  type Entry,
  isComplete,
  NO_ENTRY,
  openQuestions,
  wordsOf,
  WORDS_LEAST,
} from "./journal-entry.ts"

/** What a lock asks for before entries open again (TILT-52). */
export interface Steps {
  readonly entry: Entry
  readonly isReviewed: boolean
  readonly isCommitted: boolean
}

export const NO_STEPS: Steps = Object.freeze({
  entry: NO_ENTRY,
  isReviewed: false,
  isCommitted: false,
})

/** What is still to be done, in words; empty when all is. */
export function todoOf({ entry, isReviewed, isCommitted }: Steps): readonly string[] {
  const todo: string[] = []
  if (!isComplete(entry)) {
    const open = openQuestions(entry)
    const rest = open.length === 0 ? "" : `, questions ${open.join(", ")} open`
    todo.push(`journal: ${wordsOf(entry)} of ${WORDS_LEAST} words${rest}`)
  }
  if (!isReviewed) todo.push("review: read the trades of the episode")
  if (!isCommitted) todo.push("commit: type a sentence that you commit to")
  return todo
}

/** The way back to full size after a lock (TILT-54). Stage 3 is full size. */
export interface Stage {
  readonly stage: 0 | 1 | 2 | 3
  readonly wins: number
  readonly gainUnits: bigint
  readonly lossUnits: bigint
  /** The debt when the lock ended. */
  readonly debtUnits: bigint
}

export const firstStage = (debtUnits: bigint): Stage => ({
  stage: 0,
  wins: 0,
  gainUnits: 0n,
  lossUnits: 0n,
  debtUnits,
})

const SHARES = [percent(25), percent(50), percent(75), percent(100)] as const
/** To leave a stage: so many trades won, gains over losses, and share of the debt paid. */
const LEAVING = [
  { wins: 3, gainsPercent: 150n, paidPercent: 25n },
  { wins: 5, gainsPercent: 200n, paidPercent: 50n },
  { wins: 7, gainsPercent: 250n, paidPercent: 75n },
] as const

/** A trade was closed; perhaps the next stage is reached. */
export function staged(stage: Stage, pnlUnits: bigint, debtUnits: bigint): Stage {
  if (stage.stage === 3) return stage
  const after = {
    ...stage,
    wins: stage.wins + (pnlUnits > 0n ? 1 : 0),
    gainUnits: stage.gainUnits + (pnlUnits > 0n ? pnlUnits : 0n),
    lossUnits: stage.lossUnits + (pnlUnits < 0n ? -pnlUnits : 0n),
  }
  const { wins, gainsPercent, paidPercent } = LEAVING[stage.stage]
  const paidUnits = stage.debtUnits > debtUnits ? stage.debtUnits - debtUnits : 0n
  const isPassed =
    after.wins >= wins &&
    after.gainUnits * 100n >= after.lossUnits * gainsPercent &&
    paidUnits * 100n >= stage.debtUnits * paidPercent
  if (!isPassed) return after
  const next = (stage.stage + 1) as Stage["stage"]
  return { ...after, stage: next, wins: 0, gainUnits: 0n, lossUnits: 0n }
}

/** Share of the usual size that entries may have now: full size only without debt (TILT-54, TILT-55). */
export function shareNow(stage: Stage | undefined, debtUnits: bigint): Ratio {
  const share = stage === undefined ? (PPM as Ratio) : SHARES[stage.stage]
  return debtUnits > 0n && share > SHARES[2] ? SHARES[2] : share
}

/** What leads to the next stage, in words. */
export function nextStage(stage: Stage, debtUnits: bigint): string {
  if (stage.stage === 3) return "full size"
  const { wins, gainsPercent, paidPercent } = LEAVING[stage.stage]
  const owed = stage.debtUnits === 0n ? "" : `, ${paidPercent} % of the debt paid`
  const still = debtUnits > 0n && stage.stage === 2 ? ", and no debt left" : ""
  return `${stage.wins} of ${wins} trades won, gains at ${Number(gainsPercent) / 100} times the losses${owed}${still}`
}
