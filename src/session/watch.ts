import type { Engine } from "../engine/engine.ts"
import type { Books } from "../engine/books.ts"
import type { Fact } from "../engine/records.ts"
import { eventOf } from "../report/event.ts"
import { type EventLevel, levelOf, levelOfTilt } from "../report/event-level.ts"
import { drawdownOf } from "../risk/limits.ts"
import { AnswerTimes } from "./answer-times.ts"
import { TiltAlarms } from "./tilt-alarms.ts"
import type { Instant } from "../value/brand.ts"

/** So many events and points of the curve are kept for those who look. */
const EVENTS_KEPT = 200
const POINTS_KEPT = 480

/** One line of what happened. */
export interface WatchedEvent {
  readonly at: Instant
  readonly seq: number
  readonly kind: Fact["kind"]
  readonly level: EventLevel
  readonly text: string
}

/** Everything a screen or a log line shows, as plain values: nothing in it can act. */
export interface SessionView {
  readonly market: string
  readonly strategy: string
  readonly now: Instant
  readonly rows: number
  readonly equityUnits: bigint
  /** Since 00:00 UTC, fees included. */
  readonly dayUnits: bigint
  readonly feesUnits: bigint
  /** Parts per million below the peak. */
  readonly drawdownPpm: number
  readonly isRunning: boolean
  readonly haltReason: string
  /** Oldest first. */
  readonly events: readonly WatchedEvent[]
  /** The account's worth, oldest first, about one a minute. */
  readonly curve: readonly number[]
  readonly counts: { readonly placed: number; readonly refused: number; readonly trips: number }
}

/** A watch at rest. */
export interface WatchState {
  readonly events: readonly (Omit<WatchedEvent, "level"> & { readonly level?: EventLevel })[]
  readonly curve: readonly number[]
  readonly refused: number
}

/**
 * Watches a session through its facts and makes the view of it. It hears each one once it is
 * journaled and keeps only what is shown, so looking costs the engine nothing worth mentioning.
 */
export class SessionWatch {
  readonly #events: WatchedEvent[] = []
  readonly #curve: number[] = []
  #refused = 0
  readonly #alarms = new TiltAlarms()
  readonly answerTimes = new AnswerTimes()
  #onPause: ((at: Instant) => void) | undefined
  #onEvent: ((event: WatchedEvent) => void) | undefined

  /** Called when the guard begins a lock, or its score asks for a notice. */
  set onPause(listener: (at: Instant) => void) {
    this.#onPause = listener
  }

  /** Called with each event as it happens: for log lines. */
  set onEvent(listener: (event: WatchedEvent) => void) {
    this.#onEvent = listener
  }

  /** What happened, oldest first. */
  get events(): readonly WatchedEvent[] {
    return this.#events
  }

  /** What it remembers, as JSON can carry it: a snapshot spares it the facts of long ago. */
  save(): WatchState {
    return {
      events: [...this.#events],
      curve: [...this.#curve],
      refused: this.#refused,
    }
  }

  restore(state: WatchState): void {
    // What was kept before events had levels is for the log.
    const events = state.events.map((it) => ({ ...it, level: it.level ?? 0 }))
    this.#events.splice(0, Infinity, ...events)
    this.#curve.splice(0, Infinity, ...state.curve)
    this.#refused = state.refused
  }

  /** One fact, journaled and folded into `books`. */
  hear(
    fact: Fact,
    told: { readonly at: Instant; readonly seq: number; readonly books: Books },
  ): void {
    if (fact.kind === "sample") this.#addPoint(fact.equityUnits)
    if (fact.kind === "refused") this.#refused++
    this.answerTimes.hear(fact, told.at)
    const text = eventOf(fact, told.books)
    if (text !== undefined) {
      this.#addEvent({ at: told.at, seq: told.seq, kind: fact.kind, level: levelOf(fact), text })
    }
    this.#hearTilt(told)
  }

  /** A level that was reached, or left, and a score that is high are told once (TILT-43 to TILT-47). */
  #hearTilt({ at, seq, books }: { at: Instant; seq: number; books: Books }): void {
    const { level, texts, isPause } = this.#alarms.look(books, at)
    for (const text of texts) {
      this.#addEvent({ at, seq, kind: "note", level: levelOfTilt(level), text })
    }
    if (isPause) this.#onPause?.(at)
  }

  /** Something worth a line that is no fact of the journal, as that a connection was lost. */
  note(at: Instant, text: string): void {
    const seq = this.#events.at(-1)?.seq ?? 0
    this.#addEvent({ at, seq, kind: "note", level: 2, text })
  }

  view(told: {
    readonly engine: Engine
    readonly market: string
    readonly strategy: string
  }): SessionView {
    const { engine, market, strategy } = told
    const { books } = engine
    const equityUnits = engine.equity().units
    const day = books.days.at(engine.now)
    const peakUnits = day.peakUnits > equityUnits ? day.peakUnits : equityUnits
    return {
      market,
      strategy,
      equityUnits,
      now: engine.now,
      rows: engine.rows,
      dayUnits: equityUnits - day.dayStartUnits,
      feesUnits: books.ledger.feesPaid(),
      drawdownPpm: drawdownOf({ equityUnits, peakUnits }),
      isRunning: books.switch.isRunning,
      haltReason: books.switch.isRunning ? "" : books.switch.reason,
      events: this.#events,
      curve: this.#curve,
      counts: {
        placed: books.placed,
        refused: this.#refused,
        trips: books.ledger.trades().length,
      },
    }
  }

  #addEvent(event: WatchedEvent): void {
    this.#events.push(event)
    if (this.#events.length > EVENTS_KEPT) this.#events.shift()
    this.#onEvent?.(event)
  }

  #addPoint(units: bigint): void {
    this.#curve.push(Number(units) / 1e8)
    if (this.#curve.length > POINTS_KEPT) this.#curve.shift()
  }
}
