import type { Command } from "../engine/records.ts"
import type { JournalRecord } from "../engine/ports.ts"
import { tell } from "../report/ask.ts"
import { storyText } from "../report/story.ts"
import { tiltLines } from "../report/tilt-page.ts"
import type { OpenSession } from "../session/open-session.ts"
import { type Status, statusOf } from "../session/status.ts"
import type { WatchedEvent } from "../session/watch.ts"
import type { Act } from "../tilt/act.ts"
import { openEpisode } from "../tilt/history.ts"
import type { Standing } from "../tilt/standing.ts"
import type { Instant } from "../value/brand.ts"
import { BOARDS } from "../report/boards/boards.ts"
import type { BoardSource, Surroundings } from "../report/boards/source.ts"
import { type Preview, previewOf } from "../report/boards/preview.ts"
import { SERVED } from "./boards.ts"
import type { About, Picture } from "./picture.ts"

/** What a story is, or why there is none. */
export type StoryTold =
  | { readonly title: string; readonly lines: readonly string[] }
  | { readonly nothing: string }

/** What the tilt guard says of the trader now, with the lines in which it says so. */
export type TiltTold = Standing & { readonly lines: readonly string[] }

/** A round trip that was closed in the open episode of the guard. */
export interface Reviewed {
  readonly at: Instant
  readonly symbol: string
  readonly gainUnits: bigint
  readonly because: string
}

/**
 * A running session, as others may use it: what it shows, and the few ways to act on it. Each act is
 * one that the trader has at the keyboard, through the same engine and the same gate (OPS-3).
 */
export class ControlledSession {
  readonly session: OpenSession
  readonly about: About
  /** The session is to end in good order. */
  readonly end: () => void
  /** Something went wrong in it that ends it. */
  readonly fail: (error: unknown) => void
  readonly surroundings: Surroundings
  readonly #command: (command: Command) => void
  readonly #act: (act: Act) => void

  constructor(told: {
    readonly session: OpenSession
    readonly version: string
    readonly account: string
    readonly headline: string
    /** Hands something to the engine; what it causes is journaled when this returns. */
    readonly command: (command: Command) => void
    /** Tells what somebody did at the keyboard; journaled when this returns. */
    readonly act: (act: Act) => void
    readonly end: () => void
    readonly fail: (error: unknown) => void
    readonly surroundings: Surroundings
  }) {
    const { session, version, account, headline } = told
    this.session = session
    this.end = told.end
    this.fail = told.fail
    this.surroundings = told.surroundings
    this.#command = told.command
    this.#act = told.act
    this.about = {
      version,
      account,
      headline,
      process: process.pid,
      journal: session.journalFile,
      plan: session.plan,
      isResumed: session.isResumed,
      notes: session.notes,
      instruments: session.engine.books.instruments.map(({ index, symbol, base, quote }) => ({
        index,
        symbol,
        base: { code: base.code },
        quote: { code: quote.code },
      })),
    }
  }

  picture(): Picture {
    const { engine, isOver } = this.session
    const source = this.session.boards()
    return {
      view: this.session.view(),
      boards: {
        account: BOARDS.account(source),
        market: BOARDS.market(source),
        orders: BOARDS.orders(source),
      },
      isOver,
      tiltLevel: engine.books.tiltAt(engine.now).level,
      unpriced: engine.equity().unpriced,
      health: this.session.health(),
    }
  }

  status(): Status {
    const { engine, plan, journalFile, notes } = this.session
    const { units, unpriced } = engine.equity()
    return statusOf(engine.books, {
      header: plan,
      journal: journalFile,
      process: process.pid,
      at: engine.now,
      comparedAt: engine.comparedAt,
      health: this.session.health(),
      notes,
      ...(unpriced.length === 0 ? { equityUnits: units } : {}),
    })
  }

  /** @returns what it caused at once */
  command(command: Command): readonly WatchedEvent[] {
    const last = this.session.view().events.at(-1)
    this.#command(command)
    const { events } = this.session.view()
    return last === undefined ? [...events] : events.slice(events.lastIndexOf(last) + 1)
  }

  /** @returns what the guard says now */
  act(act: Act): TiltTold {
    this.#act(act)
    return this.tilt()
  }

  tilt(): TiltTold {
    const { books, now } = this.session.engine
    const standing = { ...books.tilt.standing(now), ...books.tiltAt(now) }
    return { ...standing, lines: tiltLines(standing) }
  }

  /** The round trips that were closed in this episode (TILT-52). */
  review(): readonly Reviewed[] {
    const { books } = this.session.engine
    const from = openEpisode(books.tilt.state.history)?.from ?? Infinity
    return books.ledger
      .trades()
      .filter(({ closedAt }) => closedAt >= from)
      .map(({ closedAt, instrument, pnlUnits, because }) => ({
        at: closedAt,
        symbol: books.instrument(instrument).symbol,
        gainUnits: pnlUnits,
        because,
      }))
  }

  /** Answers `why`. */
  story(what: string): StoryTold {
    const told = tell(() => this.session.records(), what)
    if ("nothing" in told) {
      const near = told.near.length === 0 ? "" : ` There are ${told.near.join(", ")}.`
      return { nothing: `${told.nothing}${near}` }
    }
    return { title: told.title, lines: storyText(told.chapters).split("\n") }
  }

  /** The figures of a board; undefined where there is none of that name. */
  board(name: string): unknown {
    const board = Object.hasOwn(SERVED, name) ? SERVED[name] : undefined
    return board?.of(this.source())
  }

  /** What boards are made of: the session, and what is known beside it. */
  source(): BoardSource & Surroundings {
    const { machine, gate } = this.surroundings
    return { ...this.session.boards(), machine, gate }
  }

  /** What the gate would say to a purchase now; nothing follows from asking. */
  preview(command: Extract<Command, { kind: "buy" }>): Preview | undefined {
    return previewOf(this.session.boards(), command)
  }

  /** The journal's durable lines from a number on. */
  records(from: number): Iterable<JournalRecord> {
    return this.session.records(from)
  }
}
