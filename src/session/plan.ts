import type { Header } from "../engine/records.ts"
import type { Instrument } from "../market/instrument.ts"
import { CEILINGS, type Limits } from "../risk/limits.ts"
import type { Rules } from "../risk/own-rules.ts"
import { type Duration, type Instant, type Ratio, ratioOf } from "../value/brand.ts"
import { parseUnits } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import { milliseconds, minutes } from "../value/time.ts"
import type { Settings } from "./settings.ts"

/** Everything that decides a run beside the market: the same plan on the same tape is the same run. */
export interface Plan {
  readonly mode: Header["mode"]
  /** Prefix of order ids, 1 to 20 of `[A-Za-z0-9_]`; unique per journal. */
  readonly run: string
  readonly seed: number
  readonly strategy: string
  readonly params: Readonly<Record<string, string>>
  /** Opening capital, units of the account asset. */
  readonly capitalUnits: bigint
  readonly accountAsset: string
  readonly fees: { readonly maker: Ratio; readonly taker: Ratio; readonly isBnbPaid: boolean }
  readonly latency: {
    readonly feed: Duration
    readonly entry: Duration
    readonly response: Duration
  }
  readonly queue: "risk-averse" | "probability"
  /** Half the spread where the tape does not show it: with trades only, and with bars only. */
  readonly halfSpread: { readonly trades: Ratio; readonly bars: Ratio }
  readonly limits: Limits
  /** TILT-45, as its owner wishes it now; what holds is told by the journal. */
  readonly strategiesGoOn: boolean
  /** How often the exchange is asked what it holds for us. */
  readonly surveyEvery: Duration
}

/**
 * What holds where nothing else is said. Pessimistic where the truth is not known: 0.1 % both fees
 * (EXEC-54), 50 ms each way (quant.md 10.1), 0.1 % slippage where only bars are known (ANLY-30).
 */
export const DEFAULT_PLAN: Omit<Plan, "mode" | "run" | "strategy" | "params"> = Object.freeze({
  seed: 1,
  capitalUnits: 50_000_000_000n,
  accountAsset: "USDT",
  fees: { maker: ratioOf(1000), taker: ratioOf(1000), isBnbPaid: false },
  latency: { feed: milliseconds(50), entry: milliseconds(50), response: milliseconds(50) },
  queue: "risk-averse" as const,
  halfSpread: { trades: ratioOf(100), bars: ratioOf(1000) },
  limits: CEILINGS,
  strategiesGoOn: false,
  surveyEvery: minutes(5),
})

/** The first line of the run's journal. */
export function headerOf(plan: Plan, instruments: readonly Instrument[]): Header {
  const { mode, run, strategy, params, seed, accountAsset } = plan
  const { capitalUnits, fees, latency, queue, halfSpread, limits, surveyEvery } = plan
  return {
    kind: "header",
    mode,
    run,
    strategy,
    params,
    seed,
    accountAsset,
    instruments,
    settings: { capitalUnits, fees, latency, queue, halfSpread, limits, surveyEvery },
  }
}

/** The plan that a journal's header tells; what headers of older versions lack is taken from `other`. */
export function planOfHeader(header: Header, other: Plan): Plan {
  const { mode, run, strategy, params, seed, accountAsset } = header
  return { ...other, ...header.settings, mode, run, strategy, params, seed, accountAsset }
}

/** A plan from the settings; what the command line says wins and is put in by the caller. */
export function planFrom(
  settings: Settings,
  told: Pick<Plan, "mode" | "run" | "strategy" | "params">,
): Plan {
  const { fees, latencyMs: delay } = settings
  return {
    ...DEFAULT_PLAN,
    ...told,
    seed: settings.seed,
    capitalUnits: parseUnits(settings.capital, ASSET_SCALE),
    fees: {
      maker: ratioOf(fees.makerPpm),
      taker: ratioOf(fees.takerPpm),
      isBnbPaid: fees.payInBnb,
    },
    latency: {
      feed: milliseconds(delay.feed),
      entry: milliseconds(delay.entry),
      response: milliseconds(delay.response),
    },
    queue: settings.queue,
    ...rulesIn(settings),
  }
}

/** What the settings say of the owner's own rules. */
export const rulesIn = ({ limits, tilt }: Settings): Rules => ({
  limits,
  strategiesGoOn: tilt.strategiesInLock === "quarter",
})

/** What the owner may set for a running session, too. */
export const rulesOf = ({ limits, strategiesGoOn }: Pick<Plan, keyof Rules>): Rules => ({
  limits,
  strategiesGoOn,
})

/** A name for the orders of a journal: no other journal of the account has used it. */
export const runAt = (at: Instant): string => `g${Math.floor(at / 1e6).toString(36)}`
