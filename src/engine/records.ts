import type { Answer } from "../gate/gate.ts"
import type { Instrument } from "../market/instrument.ts"
import type { Author, Cause, Leave } from "../order/intent.ts"
import type { Purpose } from "../order/order.ts"
import type { Fill, Report, Survey } from "../order/report.ts"
import type { OrderId, Request } from "../order/request.ts"
import type { Side, Terms } from "../order/terms.ts"
import type { RuleName } from "../order/verdict.ts"
import type { Measure } from "../tier/measure.ts"
import type { TierAct } from "../tier/preparation.ts"
import type { Act } from "../tilt/act.ts"

/**
 * What can stand in the journal, one shape per kind of line. The journal is the only truth: folding
 * these facts gives the whole state of money, orders and limits (`Books`), without any market data.
 */
export type Fact =
  | Header
  | Deposit
  | Started
  | Placed
  | Refused
  | Reported
  | Sampled
  | Surveyed
  | Found
  | Adopted
  | Switched
  | Commanded
  | Measured
  | Acted
  | Left
  | Noted

/** First line of a journal: what ran, on what, with which settings. */
export interface Header {
  readonly kind: "header"
  readonly run: string
  readonly mode: "backtest" | "paper" | "live" | "drill"
  readonly strategy: string
  readonly params: Readonly<Record<string, string>>
  readonly seed: number
  readonly accountAsset: string
  readonly instruments: readonly Instrument[]
  /** Everything else that decides the run: fees, latency, limits, data, versions. For readers. */
  readonly settings: Readonly<Record<string, unknown>>
}

/** Opening capital, or money that came or went from outside. Not a gain, not a loss. */
export interface Deposit {
  readonly kind: "deposit"
  readonly asset: string
  readonly units: bigint
  readonly costUnits: bigint
  /** Of one that came to light later: what explains it. */
  readonly because?: string
}

/** A process took this journal up, the first time or again after a stop. */
export interface Started {
  readonly kind: "started"
  readonly reason: "new" | "restart"
}

/** The gate said yes. Written before the order leaves; `request` is exactly what left. */
export interface Placed {
  readonly kind: "placed"
  readonly request: Request
  readonly purpose: Purpose | "cancel"
  readonly author: Author
  readonly because: string
  readonly cause: Cause
  readonly leave?: Leave
  /** What the strategy asked for before rules shrank it. */
  readonly asked: number
  readonly answers: readonly Answer[]
}

/** The gate said no, and why: every rule's answer. */
export interface Refused {
  readonly kind: "refused"
  readonly purpose: Purpose | "cancel"
  readonly author: Author
  readonly because: string
  readonly cause: Cause
  readonly instrument: number
  readonly side: Side
  readonly terms: Terms
  readonly by: RuleName
  readonly answers: readonly Answer[]
}

/** An answer of the venue came in. `values` prices what its fills need, as known at that moment. */
export interface Reported {
  readonly kind: "report"
  readonly report: Report
  /** Account-asset units for one whole unit of an asset, where a fill needs it. */
  readonly values?: Readonly<Record<string, bigint>>
}

/** The account's worth at a moment: peak, day and drawdown are folds of these. */
export interface Sampled {
  readonly kind: "sample"
  readonly equityUnits: bigint
}

/** The exchange told what it holds for us. */
export interface Surveyed {
  readonly kind: "survey"
  readonly survey: Survey
}

/** Reconciliation found a difference between our books and the exchange's (EXEC-70). */
export interface Found {
  readonly kind: "finding"
  readonly code: string
  readonly what: string
  readonly order?: OrderId
  readonly asset?: string
}

/** The owner took an order into the books that this system did not place (EXEC-70). */
export interface Adopted {
  readonly kind: "adopted"
  readonly order: Survey["open"][number]
}

/** Trading was opened or closed to entries. Exits always work (RISK-53). */
export interface Switched {
  readonly kind: "switched"
  readonly to: "running" | "exits-only"
  readonly code: string
  readonly reason: string
}

/** Something the trader typed. */
export interface Commanded {
  readonly kind: "command"
  readonly command: Command
}

/** Something was measured that counts for or against a tier. No command makes one. */
export interface Measured {
  readonly kind: "measured"
  readonly measure: Measure
}

/** What the trader did at the keyboard: time and number of keys, never what they were (TILT-6). */
export interface Acted {
  readonly kind: "act"
  readonly act: Act
}

/** What the trader ordered while no process was there: the next start obeys it. */
export interface Left {
  readonly kind: "left"
  readonly command: Extract<Command, { kind: "halt" | "resume" | "close-all" }>
}

/** Something worth telling that changes nothing. */
export interface Noted {
  readonly kind: "note"
  readonly code: string
  readonly what: string
}

/** What a trader may ask of a running engine. */
export type Command =
  | { readonly kind: "halt"; readonly reason: string }
  | { readonly kind: "resume"; readonly reason: string }
  | { readonly kind: "close-all"; readonly reason: string }
  | {
      readonly kind: "buy"
      readonly instrument: number
      readonly stakePpm: number
      /** Why, in the trader's words; asked for at tilt level 2 (TILT-44). */
      readonly because?: string
    }
  | { readonly kind: "close"; readonly instrument: number }
  /** The session is about to end in good order: no more entries, and none left at the exchange. */
  | { readonly kind: "stop" }
  /** Compare our books with the exchange's now. */
  | { readonly kind: "reconcile" }
  /** Of an order that this system did not place: take it into the books, or away from the exchange. */
  | { readonly kind: "adopt"; readonly order: OrderId }
  | { readonly kind: "cancel-foreign"; readonly order: OrderId }
  /** Book the difference of an asset as money that came or went from outside. */
  | { readonly kind: "accept-balance"; readonly asset: string }
  | { readonly kind: "tilt"; readonly level: 0 | 1 | 2 | 3 }
  | { readonly kind: "tier"; readonly act: TierAct }

/**
 * A fact as one line of JSON. Bigints become decimal text with a trailing `n`, so that no reader
 * takes an amount for a float.
 */
export function encodeFact(fact: Fact): string {
  switch (fact.kind) {
    case "placed":
    case "refused":
    case "started":
    case "finding":
    case "adopted":
    case "switched":
    case "command":
    case "act":
    case "left":
    case "note":
      // No bigint in these: the plain writer is several times faster than one with a replacer.
      return JSON.stringify(fact)
    case "report":
      return fact.report.kind === "filled" || fact.report.kind === "told" || fact.values
        ? JSON.stringify(fact, bigintAsText)
        : JSON.stringify(fact)
    case "sample":
      // Most lines of a long run are these.
      return `{"kind":"sample","equityUnits":"${fact.equityUnits}n"}`
    case "header":
    case "deposit":
    case "survey":
    case "measured":
      return JSON.stringify(fact, bigintAsText)
    default:
      return fact satisfies never
  }
}

/** Reads a line that {@link encodeFact} wrote. The journal's hash has vouched for it already. */
export function decodeFact(body: string): Fact {
  // The plain reader is several times faster than one with a reviver, and most lines need no more.
  return (HAS_BIGINT.test(body) ? JSON.parse(body, textAsBigint) : JSON.parse(body)) as Fact
}

const HAS_BIGINT = /\dn"/
/** Only what is named as an amount is read as one: a reason that someone typed may look like one. */
const AMOUNT = /[uU]nits$|Notional$/
const BIGINT_TEXT = /^-?\d+n$/

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}n` : value
}

function textAsBigint(key: string, value: unknown): unknown {
  if (AMOUNT.test(key)) return bigintOf(value)
  // The one record whose keys are assets.
  if (key !== "values" || typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([asset, text]) => [asset, bigintOf(text)]))
}

function bigintOf(value: unknown): unknown {
  return typeof value === "string" && BIGINT_TEXT.test(value) ? BigInt(value.slice(0, -1)) : value
}

/** The fills a report brings. */
export function fillsOf(report: Report): readonly Fill[] {
  if (report.kind === "filled") return [report.fill]
  return report.kind === "told" ? report.fills : []
}
