import type { Placed } from "../../src/engine/records.ts"
import { placedBy } from "../placed-by.ts"
import type { EndCase } from "./end.ts"
import type { Law } from "./law.ts"
import type { LineCase } from "./line.ts"

/** A moment more than the 30 s and the 60 s, for what is done at once. */
const SILENT_AFTER = 30_100_000
const CUT_AFTER = 60_100_000

/** What must be so of every line while the exchange is away, in maintenance, or changes its markets. */
export const OUTSIDE_LAWS: readonly Law<LineCase>[] = [
  {
    name: "a-silence-is-known",
    says: "Once nothing was heard of the exchange for 30 s, and for 60 s, the journal tells so (EXEC-71).",
    judge: ({ fact, now, heardAt, auditor }) => {
      const isNotice = fact.kind === "noticed" || fact.kind === "started"
      if (heardAt === undefined || isNotice) return undefined
      const silence = now - heardAt
      const { reach } = auditor.book.outside
      const isKnown = silence > CUT_AFTER ? reach === "cut" : reach !== "heard"
      return silence > SILENT_AFTER && !isKnown
        ? `nothing was heard for ${silence / 1e6} s, and the journal says ${reach}`
        : undefined
    },
  },
  {
    name: "no-entry-against-a-notice",
    says: "Nothing is bought while the exchange is known to be away or not to work, or in a market that rests (EXEC-71, EXEC-72).",
    judge: (it) => {
      const entry = entryIn(it)
      if (entry === undefined) return undefined
      const { reach, isDown, resting } = it.auditor.book.outside
      if (reach !== "heard") return `the exchange is ${reach}`
      if (isDown) return "the exchange is in maintenance"
      return resting.has(entry.instrument) ? "the market rests" : undefined
    },
  },
  {
    name: "a-cut-is-compared",
    says: "After 60 s without the exchange, entries open only once all was compared (EXEC-71).",
    judge: ({ fact, auditor }) => {
      const isOpening = fact.kind === "switched" && fact.to === "running"
      return isOpening && auditor.book.outside.mustCompare
        ? `opened by ${fact.code}, nothing was compared since`
        : undefined
    },
  },
]

/** What must have become of it in the end. */
export const OUTSIDE_END_LAWS: readonly Law<EndCase>[] = [
  {
    name: "a-cut-ends-entries",
    says: "Entries that rested when the exchange was gone for 60 s, or closed, rest no more in the end (EXEC-71, EXEC-72).",
    judge: ({ auditor, survey }) => {
      const left = survey.open.find(({ id }) => auditor.book.outside.ended.has(id))
      return left && `${left.id} still rests`
    },
  },
  {
    name: "a-refusal-teaches",
    says: "Once the exchange has refused something for its rules, those it has in the end are known.",
    judge: ({ auditor, books, markets, clock }) => {
      const wrong = auditor.instruments.find(({ index }) => {
        const since = auditor.book.outside.refusedAt.get(index)
        if (since === undefined || since > clock - LEARNT_IN) return false
        const { isTrading, filters } = markets(index)
        const known = books.instrument(index).filters
        return (
          books.outside.isTrading(index) !== isTrading ||
          known.tick !== filters.tick ||
          known.step !== filters.step ||
          known.minNotional !== filters.minNotional
        )
      })
      return wrong && `the rules of ${wrong.symbol} are not those of the exchange`
    },
  },
]

/** Rules are asked for half a minute after a refusal, and the question may have to be asked again. */
const LEARNT_IN = 150_000_000

/** The first order of an entry that is about to be written down. */
function entryIn({ fact }: LineCase): ReturnType<typeof placedBy>[number] | undefined {
  return fact.kind === "placed" && isEntry(fact) ? placedBy(fact.request)[0] : undefined
}

const isEntry = ({ purpose }: Placed): boolean => purpose === "entry"
