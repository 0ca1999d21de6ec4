import { readRaw } from "../../src/catalog/raw.ts"
import { decodeFact, type Fact, fillsOf, type Placed } from "../../src/engine/records.ts"
import type { RoundTrip } from "../../src/ledger/round-trip.ts"
import type { Instrument } from "../../src/market/instrument.ts"
import type { Tape } from "../../src/market/tape.ts"
import { limitOf, stopOf, type Terms } from "../../src/order/terms.ts"
import { runBacktest } from "../../src/session/backtest.ts"
import { DEFAULT_PLAN } from "../../src/session/plan.ts"
import { MemoryJournal } from "../../src/storage/memory-journal.ts"
import type { Strategy } from "../../src/strategy/strategy.ts"
import { fileOf } from "./raw-bars.ts"

/** An order as it was let through; prices as floats of the quote asset, times in milliseconds. */
export interface Asked {
  readonly at: number
  readonly because: string
  readonly quantity: number
  /** What was wished before the rules shrank it. */
  readonly wished: number
  /** The last price known when it was wished. */
  readonly last: number
  /** NaN where there is none. */
  readonly limit: number
  readonly stop: number
  readonly target: number
}

/** What was done on a file, as far as the journal tells it. */
export interface Played {
  readonly entries: readonly Asked[]
  /** Exits that the strategy wished. */
  readonly exits: readonly Asked[]
  readonly protections: readonly Asked[]
  readonly trips: readonly (RoundTrip & { readonly paid: number })[]
  /** When the position that is open at the end was opened. */
  readonly openSince: number | undefined
  /** The account's worth as it was last taken before a moment. */
  readonly equityAt: (at: number) => number
  readonly fills: number
  readonly refused: number
  readonly tick: number
}

/** Plays files with the default plan: what `genesis backtest` does. */
export async function played(
  files: readonly string[],
  strategy: Strategy,
  name: string,
): Promise<Played> {
  return playedTape(await readRaw(files.map(fileOf)), strategy, name)
}

/** The same of rows that a test has read by itself. */
export async function playedTape(tape: Tape, strategy: Strategy, name: string): Promise<Played> {
  const [instrument] = tape.instruments
  const journal = new MemoryJournal({ keep: true })
  const plan = { ...DEFAULT_PLAN, mode: "backtest" as const, run: "t", strategy: name, params: {} }
  const { engine } = await runBacktest({ plan, tape, strategy, journal })
  const facts = journal.records.map(({ at, body }) => ({ at: at / 1000, fact: decodeFact(body) }))
  const placed = facts.flatMap(({ at, fact }) =>
    fact.kind === "placed" ? [{ at, fact, asked: askedOf(at, fact, instrument) }] : [],
  )
  const asked = (is: (fact: Placed) => boolean): readonly Asked[] =>
    placed.filter(({ fact }) => is(fact)).map((it) => it.asked)
  const samples = facts.flatMap(({ at, fact }) =>
    fact.kind === "sample" ? [{ at, equity: Number(fact.equityUnits) / 1e8 }] : [],
  )
  const openedAt = engine.books.ledger.position(0).openedAt
  return {
    entries: asked((it) => it.purpose === "entry"),
    exits: asked((it) => it.purpose === "exit" && it.author.kind === "strategy"),
    protections: asked((it) => it.purpose === "protection"),
    trips: engine.books.ledger
      .trades()
      .map((trip) => ({ ...trip, paid: paidIn(trip, instrument) })),
    openSince: openedAt === undefined ? undefined : openedAt / 1000,
    equityAt: (at) => samples.findLast((it) => it.at <= at)?.equity ?? 500,
    fills: facts.reduce((sum, { fact }) => sum + fillCount(fact), 0),
    refused: facts.filter(({ fact }) => fact.kind === "refused").length,
    tick: 10 ** -instrument.priceScale,
  }
}

function askedOf(at: number, fact: Placed, instrument: Instrument): Asked {
  const { request, because, cause, leave, asked } = fact
  const place = request.kind === "replace" ? request.place : request
  const terms: Terms | undefined =
    place.kind === "place"
      ? place.terms
      : place.kind === "place-pair"
        ? place.legs[0].terms
        : undefined
  const price = (counts: number | undefined): number =>
    counts === undefined ? NaN : counts / 10 ** instrument.priceScale
  return {
    at,
    because,
    quantity: (terms?.quantity ?? NaN) / 10 ** instrument.quantityScale,
    wished: asked / 10 ** instrument.quantityScale,
    last: price(cause.price),
    limit: price(terms && limitOf(terms)),
    stop: price(fact.purpose === "entry" ? leave?.stop : terms && stopOf(terms)),
    target: price(leave?.target),
  }
}

const fillCount = (fact: Fact): number => (fact.kind === "report" ? fillsOf(fact.report).length : 0)

/** Average price paid, fees left out. */
const paidIn = (trip: RoundTrip, { base, quote }: Instrument): number =>
  Number(trip.paidUnits) / 10 ** quote.scale / (Number(trip.boughtUnits) / 10 ** base.scale)
