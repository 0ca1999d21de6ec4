import { Books } from "../engine/books.ts"
import { Engine } from "../engine/engine.ts"
import type { FactListener } from "../engine/turn.ts"
import type { Journal, Venue } from "../engine/ports.ts"
import type { Deposit } from "../engine/records.ts"
import type { EngineSettings } from "../engine/settings.ts"
import type { Instrument } from "../market/instrument.ts"
import type { Tape } from "../market/tape.ts"
import { BAR, OPEN } from "../market/tape.ts"
import { Exchange, type ExchangeOptions } from "../simulation/exchange.ts"
import type { Report } from "../order/report.ts"
import type { ExchangeState } from "../simulation/state.ts"
import type { Faults } from "../simulation/faults.ts"
import { feeSchedule } from "../simulation/fees.ts"
import { Latency } from "../simulation/latency.ts"
import { probabilityQueue, riskAverse } from "../simulation/queue.ts"
import { Wire } from "../simulation/wire.ts"
import type { Strategy } from "../strategy/strategy.ts"
import { type Duration, ratioOf } from "../value/brand.ts"
import { Chance } from "../value/chance.ts"
import { minutes, NEVER, seconds } from "../value/time.ts"
import { requireMarkets } from "./fit.ts"
import { headerOf, type Plan } from "./plan.ts"

/** The one account of a rehearsal at its exchange. */
export const ACCOUNT = "genesis"

/** So much of one asset, in its smallest units. */
export interface Fund {
  readonly asset: string
  readonly units: bigint
}

/** Engine, exchange and the wire between them, dressed for one plan; who drives them is open. */
export interface Dressed {
  readonly engine: Engine
  readonly exchange: Exchange
  readonly wire: Wire
  readonly latency: Latency
}

/**
 * Puts engine and simulated exchange together for backtest, paper and drill alike.
 * @param told.books folded from the journal on a restart
 * @param told.exchangeState of an exchange that outlived the process; absent on the first day
 */
export function dress(told: {
  readonly plan: Plan
  readonly tape: Tape
  readonly strategy: Strategy
  readonly journal: Journal
  readonly books?: Books
  readonly exchangeState?: ExchangeState
  /** What the account holds on the first day; the plan's capital where nothing is said. */
  readonly funds?: readonly Fund[]
  readonly faults?: Faults
  readonly isSpoiling?: boolean
  readonly onFact?: FactListener
}): Dressed {
  const { plan, tape } = told
  const { instruments } = tape
  const latency = new Latency(new Chance(plan.seed, "latency"), plan.latency)
  // The wire needs the engine's time and the engine needs the wire: tied here, once.
  const tie: { engine?: Engine } = {}
  const wire = new Wire({
    latency,
    now: () => tie.engine?.now ?? NEVER,
    ...(told.faults ? { faults: told.faults } : {}),
  })
  const exchange = exchangeFor({ ...told, wire })
  const books = told.books ?? new Books({ instruments, accountAsset: plan.accountAsset })
  const engine = engineFor({ ...told, books, venue: wire })
  tie.engine = engine
  return { engine, exchange, wire, latency }
}

/** The engine of a plan, before any venue that the caller likes (replay brings its own). */
export function engineFor(told: {
  readonly plan: Plan
  readonly tape: Tape
  readonly strategy: Strategy
  readonly journal: Journal
  readonly books: Books
  readonly venue: Venue
  readonly isSpoiling?: boolean
  readonly onFact?: FactListener
}): Engine {
  const { books, strategy, journal, venue, onFact } = told
  requireMarkets(strategy, told.tape.instruments)
  const listener = onFact ? { onFact } : {}
  return new Engine({ settings: settingsFor(told), books, strategy, journal, venue, ...listener })
}

function settingsFor(told: {
  readonly plan: Plan
  readonly tape: Tape
  readonly isSpoiling?: boolean
}): EngineSettings {
  const { plan, tape } = told
  return {
    run: plan.run,
    strategyName: plan.strategy,
    accountAsset: plan.accountAsset,
    asksForPractice: plan.mode === "live",
    takerFee: plan.fees.taker,
    sampleEvery: minutes(1),
    surveyEvery: plan.surveyEvery,
    // DATA-9: two seconds; where a bar is all there is, its price is fresh until the next two are due.
    staleAfter: (index) => Math.max(seconds(2), 2.5 * tape.intervals[index]) as Duration,
    barInterval: (index) => tape.intervals[index] as Duration,
    isSpoiling: told.isSpoiling ?? false,
  }
}

function exchangeFor(told: {
  readonly plan: Plan
  readonly tape: Tape
  readonly wire: Wire
  readonly exchangeState?: ExchangeState
  readonly funds?: readonly Fund[]
}): Exchange {
  const { plan, tape, wire, exchangeState: state } = told
  const options = exchangeOptions(plan, tape.instruments, (report) =>
    wire.answer(report, report.at),
  )
  if (state) return Exchange.restore(options, state)
  const exchange = new Exchange(options)
  const capital = { asset: plan.accountAsset, units: plan.capitalUnits }
  exchange.openAccount(ACCOUNT, told.funds ?? [capital])
  return exchange
}

/** The exchange as a plan wants it: its fees, queues and spreads. */
export function exchangeOptions(
  plan: Plan,
  instruments: readonly Instrument[],
  onReport: (report: Report) => void,
): ExchangeOptions {
  const { fees, halfSpread } = plan
  return {
    instruments,
    fees: feeSchedule({
      standard: { maker: fees.maker, taker: fees.taker },
      ...(fees.isBnbPaid ? { discount: { asset: "BNB", multiplier: ratioOf(750_000) } } : {}),
    }),
    queue:
      plan.queue === "risk-averse" ? riskAverse : probabilityQueue({ kind: "power", exponent: 2 }),
    spread: {
      tradesHalf: halfSpread.trades,
      barsHalf: halfSpread.bars,
      stopSlippage: halfSpread.bars,
    },
    barParticipation: ratioOf(100_000),
    onReport: (_account, report) => onReport(report),
  }
}

/** How a new journal begins: its header and the opening capital. */
export function opening(plan: Plan, tape: Tape): Parameters<Engine["start"]>[1] {
  const { accountAsset: asset, capitalUnits: units } = plan
  const deposit: Deposit = { kind: "deposit", asset, units, costUnits: units }
  return { reason: "new", header: headerOf(plan, tape.instruments), deposits: [deposit] }
}

/** True when the tape holds nothing finer than bars: what a result must say of itself. */
export function isBarsOnly(tape: Tape): boolean {
  const last = Math.min(tape.length, 10_000)
  for (let i = 0; i < last; i++) if (tape.kind[i] !== BAR && tape.kind[i] !== OPEN) return false
  return true
}
