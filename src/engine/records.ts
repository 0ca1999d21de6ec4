import type { Answer } from "../gate/gate.ts"
import type { Instrument } from "../market/instrument.ts"
import type { PlanMethod } from "../execution/method.ts"
import type { Outcome, Plan } from "../execution/plan.ts"
import type { Author, Cause, Leave, SliceOf } from "../order/intent.ts"
import type { PlanId } from "../order/plan-id.ts"
import type { Purpose } from "../order/order.ts"
import type { Fill, Report, Survey } from "../order/report.ts"
import type { Notice } from "../order/notice.ts"
import type { OrderId, Request } from "../order/request.ts"
import type { Side, Terms } from "../order/terms.ts"
import type { RuleName } from "../order/verdict.ts"
import type { Alert } from "../risk/alert-book.ts"
import type { Rules } from "../risk/own-rules.ts"
import type { Reduction } from "../risk/reduction-book.ts"
import type { Measure } from "../tier/measure.ts"
import type { TierAct } from "../tier/preparation.ts"
import type { Act } from "../tilt/act.ts"
import type { Instant, Quantity } from "../value/brand.ts"

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
  | PlanBegan
  | PlanTurned
  | PlanEnded
  | Shadowed
  | Reported
  | Sampled
  | Surveyed
  | Found
  | Adopted
  | Switched
  | Commanded
  | Measured
  | Acted
  | Noticed
  | Left
  | Alerted
  | Reduced
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
  /** Of a part of a plan, with the mid at which it left, counts. */
  readonly slice?: SliceOf & { readonly mid: number }
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
  readonly slice?: SliceOf
  readonly answers: readonly Answer[]
}

/** The gate allowed an entry that is worked in parts: its mandate, before its first part leaves. */
export interface PlanBegan {
  readonly kind: "plan-began"
  readonly plan: Plan
  readonly answers: readonly Answer[]
}

/** A plan was paused, goes on, or is given up and comes to its end. */
export interface PlanTurned {
  readonly kind: "plan-turned"
  readonly plan: PlanId
  readonly to: "running" | "paused" | "stopping"
  readonly code: string
  readonly because: string
}

/** Nothing of a plan is out any more, and nothing will be. */
export interface PlanEnded {
  readonly kind: "plan-ended"
  readonly plan: PlanId
  readonly method: PlanMethod
  readonly outcome: Outcome
  readonly code: string
  readonly because: string
  /** Counts. */
  readonly filled: number
  readonly slices: number
  /** Worth of the mandate at the decision price, account-asset units (TIER-8). */
  readonly valueUnits: bigint
  /** Within its slippage, and filled for the most part (TIER-17, EXEC-45). */
  readonly isCompleted: boolean
  /** It was practice: no money was at stake (TIER-17). */
  readonly isPractice: boolean
  /** The worst move of the mid after one of its parts, parts per million (EXEC-5). */
  readonly impactPpm: number
  /** What the market did meanwhile, as far as this process saw it; prices are counts in floats. */
  readonly market: {
    readonly end: number
    readonly vwap?: number
    readonly twap?: number
    readonly volume: number
  }
}

/** An entry was rehearsed as the next tier works it; nothing was sent (TIER-15). */
export interface Shadowed {
  readonly kind: "shadowed"
  readonly method: Exclude<PlanMethod, "iceberg">
  readonly instrument: number
  readonly asked: Quantity
  readonly filled: Quantity
  readonly parts: number
  /** Mid when it began, and what one order would have begun to pay then; counts, to a millionth. */
  readonly arrival: number
  readonly ask: number
  /** What the parts would have paid on average; absent where they would have bought nothing. */
  readonly paid?: number
  readonly isCompleted: boolean
  readonly because: string
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
  /** Worth of all positions, while a promotion is young enough for it to matter (TIER-25). */
  readonly exposureUnits?: bigint
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
  /** The engine concluded it: a replay does so again. */
  readonly by?: "engine"
}

/** What the trader did at the keyboard: time and number of keys, never what they were (TILT-6). */
export interface Acted {
  readonly kind: "act"
  readonly act: Act
}

/** Something was learnt of the exchange beside orders and balances. */
export interface Noticed {
  readonly kind: "noticed"
  readonly notice: Notice
}

/** What the trader ordered while no process was there: the next start obeys it. */
export interface Left {
  readonly kind: "left"
  readonly command: Extract<Command, { kind: "halt" | "resume" | "close-all" }>
}

/** Something the owner should know of; how often it is told is a fold of these (RISK-9, RISK-14). */
export interface Alerted extends Alert {
  readonly kind: "alert"
}

/** A rule has parts of positions sold (RISK-40, RISK-42, RISK-44). */
export interface Reduced extends Reduction {
  readonly kind: "reduced"
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
  /** Brings the stop of what is held nearer to the price; counts of the instrument's price. */
  | { readonly kind: "tighten"; readonly instrument: number; readonly price: number }
  /** Takes an entry that rests back from the exchange; without an order, all of them (UI-23). */
  | { readonly kind: "cancel"; readonly order?: OrderId }
  /** Of the plan that works in a market: hold it, go on, give it up, or undo what it bought (EXEC-23). */
  | {
      readonly kind: "plan"
      readonly instrument: number
      readonly act: "pause" | "resume" | "stop" | "roll-back"
      /** The cost of undoing was shown and accepted. */
      readonly isConfirmed?: boolean
    }
  /** The strategy enters nothing from now on, or enters again; its exits go on either way (OPS-2). */
  | { readonly kind: "strategy"; readonly act: "start" | "stop"; readonly reason: string }
  /** The session is about to end in good order: no more entries, and none left at the exchange. */
  | { readonly kind: "stop" }
  /** EXEC-72: the exchange has announced that it will not work in this time. */
  | { readonly kind: "maintenance"; readonly from: Instant; readonly to: Instant }
  /** Compare our books with the exchange's now. */
  | { readonly kind: "reconcile" }
  /** Of an order that this system did not place: take it into the books, or away from the exchange. */
  | { readonly kind: "adopt"; readonly order: OrderId }
  | { readonly kind: "cancel-foreign"; readonly order: OrderId }
  /** Book the difference of an asset as money that came or went from outside. */
  | { readonly kind: "accept-balance"; readonly asset: string }
  /** The owner's own rules, as the settings say now (TILT-62). */
  | { readonly kind: "settings"; readonly rules: Rules }
  | { readonly kind: "tilt"; readonly level: 0 | 1 | 2 | 3 }
  | { readonly kind: "tier"; readonly act: TierAct }
  /** RISK-50: opens entries for five minutes after an emergency of the market. */
  | { readonly kind: "override"; readonly reason: string; readonly phrases: readonly string[] }

/**
 * A fact as one line of JSON. Bigints become decimal text with a trailing `n`, so that no reader
 * takes an amount for a float.
 */
export function encodeFact(fact: Fact): string {
  switch (fact.kind) {
    case "placed":
    case "refused":
    case "plan-began":
    case "plan-turned":
    case "shadowed":
    case "started":
    case "finding":
    case "adopted":
    case "switched":
    case "command":
    case "act":
    case "left":
    case "alert":
    case "reduced":
    case "note":
      // No bigint in these: the plain writer is several times faster than one with a replacer.
      return JSON.stringify(fact)
    case "report":
      return fact.report.kind === "filled" || fact.report.kind === "told" || fact.values
        ? JSON.stringify(fact, bigintAsText)
        : JSON.stringify(fact)
    case "sample":
      // Most lines of a long run are these.
      return fact.exposureUnits === undefined
        ? `{"kind":"sample","equityUnits":"${fact.equityUnits}n"}`
        : `{"kind":"sample","equityUnits":"${fact.equityUnits}n","exposureUnits":"${fact.exposureUnits}n"}`
    case "plan-ended":
    case "header":
    case "deposit":
    case "survey":
    case "measured":
    case "noticed":
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
