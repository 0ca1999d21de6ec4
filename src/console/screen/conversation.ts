import type { Command } from "../../engine/records.ts"
import type { OpenSession } from "../../session/open-session.ts"
import type { Act, LineOutcome } from "../../tilt/act.ts"
import type { Instant } from "../../value/brand.ts"
import { later, seconds } from "../../value/time.ts"
import {
  beforeCursor,
  completed,
  edited,
  matching,
  NOTHING_TYPED,
  sent,
  type Typed,
} from "./command-line.ts"
import type { Key } from "./keys.ts"
import type { Size } from "./line.ts"
import { pageRoom } from "./model.ts"
import { type Page, turned } from "./page.ts"
import type { Sight } from "./sight.ts"
import { storyPage } from "./story-page.ts"
import { EDITS, OUTCOMES, Strokes, type Struck } from "./strokes.ts"
import { journalAnswer, reviewPage, tiltPage } from "./tilt-page.ts"
import type { TiltAsk } from "./tilt-words.ts"
import { candidatesFor, type Market, type Meaning, meaningOf, WORDS } from "./vocabulary.ts"

/** A question that nobody answers means no (UI-22). */
const PATIENCE = seconds(10)
/** Answers step back after a while, and so do pages that nobody reads on (UI-4). */
const ANSWER_STAYS = seconds(30)
const PAGE_STAYS = seconds(60)

const HELP: Page = {
  title: "Help",
  lines: [
    "",
    ...WORDS.map(([usage, meaning]) => `  ${usage.padEnd(26)}${meaning}`),
    "",
    "  SYMBOL is a market like BTCUSDT, or just btc. What moves money asks first.",
    "  Tab completes; the arrows bring back what was typed; Ctrl+C is quit.",
    "",
    "  Every position has a stop that rests at the exchange, whoever opened it.",
  ],
  top: 0,
}

type Asked = Extract<Meaning, { kind: "command" }>

/**
 * What goes back and forth between a person and a session: the line being typed, the answer to the
 * last one, a question that waits, a page that is read. It knows no terminal and no clock.
 */
export class Conversation {
  readonly #session: OpenSession
  readonly #market: Market
  readonly #command: (command: Command) => void
  readonly #act: (act: Act) => void
  readonly #strokes = new Strokes()
  /** When the first key of the line was struck. */
  #begunAt = NaN
  readonly #end: () => void
  #typed: Typed = NOTHING_TYPED
  #answer = ""
  #asked: Asked | undefined
  #page: Page | undefined
  /** When the last key was pressed. */
  #pressedAt: Instant

  constructor(told: {
    readonly session: OpenSession
    /** Hands something to the engine; what it causes is journaled when this returns. */
    readonly command: (command: Command) => void
    /** Tells what the person did: time and number of keys. */
    readonly act: (act: Act) => void
    /** The person wants to leave. */
    readonly end: () => void
    readonly at: Instant
  }) {
    const { session } = told
    this.#session = session
    this.#command = told.command
    this.#act = told.act
    this.#end = told.end
    this.#answer = session.notes.join(" ")
    this.#pressedAt = told.at
    this.#market = {
      instruments: session.engine.books.instruments,
      accountAsset: session.plan.accountAsset,
      stakePercent: session.plan.limits.position / 10_000,
    }
    told.act({ kind: "session", to: "began" })
  }

  /** A key was pressed, on a screen of this size. */
  press(key: Key, told: { readonly at: Instant; readonly size: Size }): void {
    this.settle(told.at)
    this.#pressedAt = told.at
    const before = this.#typed
    this.#strokes.strike(key, told.at)
    this.#handle(key, told)
    if (EDITS.has(key.kind) && this.#typed === before) this.#strokes.noteIdle()
  }

  #handle(key: Key, told: { readonly at: Instant; readonly size: Size }): void {
    if (key.kind === "interrupt") this.#end()
    else if (this.#asked) this.#decide(this.#asked, key)
    else if (key.kind === "enter") this.#send()
    else if (key.kind === "escape") this.#leave()
    else if (key.kind === "tab") this.#complete()
    else if (key.kind === "page-up") this.#turn(-1, told.size)
    else if (key.kind === "page-down") this.#turn(1, told.size)
    else this.#typed = edited(this.#typed, key)
  }

  /** Time goes by: a question lapses, an answer and a page step back. */
  settle(at: Instant): void {
    const since = this.#pressedAt
    if (this.#asked && at > later(since, PATIENCE)) {
      this.#drop("No answer, so nothing was done.")
      this.#tell("abandoned")
    } else if (!this.#asked && at > later(since, ANSWER_STAYS)) this.#answer = ""
    if (at > later(since, PAGE_STAYS)) this.#page = undefined
  }

  /** Everything the screen shows, as it is now. */
  sight(): Sight {
    const { engine, plan, isOver } = this.#session
    return {
      view: this.#session.view(),
      plan,
      isOver,
      tiltLevel: engine.books.tiltAt(engine.now).level,
      unpriced: engine.equity().unpriced,
      answer: this.#answer,
      isAsking: this.#asked !== undefined,
      typed: this.#typed,
      page: this.#page,
    }
  }

  #send(): void {
    const meaning = meaningOf(this.#typed.text, this.#market)
    if (meaning.kind === "nothing") return
    this.#begunAt = this.#strokes.firstAt
    // What was not understood stays, to be corrected: nothing is lost.
    if (meaning.kind !== "unclear") this.#typed = sent(this.#typed)
    this.#answer = ""
    this.#page = undefined
    this.#follow(meaning)
  }

  #follow(meaning: Meaning): void {
    switch (meaning.kind) {
      case "help":
        this.#tell("view")
        this.#page = HELP
        return
      case "tilt":
        this.#guard(meaning.ask)
        return
      case "why": {
        this.#tell("analysis")
        const page = storyPage(() => this.#session.records(), meaning.what)
        if (typeof page === "string") this.#answer = page
        else this.#page = page
        return
      }
      case "quit":
        this.#end()
        return
      case "unclear":
        this.#tell("unclear")
        this.#answer = meaning.says
        return
      case "command":
        if (meaning.question === undefined) this.#do(meaning.command)
        else this.#ask(meaning, meaning.question)
        return
      case "nothing":
        return
      default:
        meaning satisfies never
    }
  }

  #ask(asked: Asked, question: string): void {
    this.#asked = asked
    const { isRunning, haltReason } = this.#session.view()
    const why = asked.command.kind === "resume" && !isRunning ? ` Now: ${haltReason}` : ""
    this.#answer = `${question}${why} y does it, anything else does not.`
  }

  /** Only a plain y does it; a paste never does. What else was typed goes to the command line. */
  #decide(asked: Asked, key: Key): void {
    const text = key.kind === "text" ? key.text.trim().toLowerCase() : ""
    if (key.kind === "text" && (text === "y" || text === "yes")) {
      this.#drop("")
      this.#do(asked.command)
      return
    }
    this.#drop("Nothing was done.")
    this.#tell("abandoned")
    if (text !== "n" && text !== "no") this.#typed = edited(this.#typed, key)
  }

  #drop(answer: string): void {
    this.#asked = undefined
    this.#answer = answer
  }

  /** Tells what came of it: the events it caused are the answer. */
  #do(command: Command): void {
    this.#tell(OUTCOMES[command.kind])
    const last = this.#session.view().events.at(-1)?.seq ?? 0
    this.#command(command)
    const news = this.#session
      .view()
      .events.filter(({ seq, kind }) => seq > last && kind !== "command")
      .map(({ text }) => text)
    this.#answer = news.length > 0 ? news.join(" ") : NOTHING_CAME[command.kind]
  }

  /** What the keys of the line tell the guard, before anything follows from it. */
  #tell(outcome: LineOutcome): Struck {
    const idle = this.#strokes.takeIdle()
    const decideMs = Math.round((this.#pressedAt - this.#begunAt) / 1000)
    const struck = this.#strokes.take()
    if (idle > 0) this.#act({ kind: "idle-keys", keys: idle })
    const decision = outcome === "order" && decideMs >= 0 ? { decideMs } : {}
    this.#act({ kind: "line", outcome, ...struck, ...decision })
    return struck
  }

  #guard(ask: TiltAsk): void {
    const { engine } = this.#session
    const struck = this.#tell(ask.kind === "journal" ? "journal" : "analysis")
    if (ask.kind === "page") this.#page = tiltPage(engine)
    else if (ask.kind === "review") {
      this.#act({ kind: "answer", to: "review" })
      this.#page = reviewPage(engine)
    } else if (ask.kind === "breathe" || ask.kind === "accept") {
      this.#act({ kind: "answer", to: ask.kind })
      this.#answer = SAID[ask.kind]
    } else if (ask.kind === "journal") {
      const { part, text } = ask
      const line = { part, text, keys: struck.keys, pasted: struck.pasted, spanMs: struck.spanMs }
      this.#act({ kind: "wrote", ...line })
      this.#answer = journalAnswer(line, engine)
    } else {
      this.#act(ask)
      this.#answer = engine.books.tilt.standing(engine.now).next
    }
  }

  #leave(): void {
    this.#page = undefined
    this.#answer = ""
  }

  #turn(by: -1 | 1, size: Size): void {
    if (this.#page) this.#page = turned(this.#page, by, pageRoom(size))
  }

  #complete(): void {
    const before = beforeCursor(this.#typed)
    const orders = this.#session.view().orders.map(({ id }) => id)
    const candidates = candidatesFor(before, { market: this.#market, orders })
    const was = this.#typed
    this.#typed = completed(was, candidates)
    const word = /\S*$/u.exec(before)?.[0] ?? ""
    const fits = matching(word, candidates)
    this.#answer = this.#typed.text === was.text && fits.length > 1 ? fits.join("  ") : ""
  }
}

const SAID = {
  breathe:
    "Five quiet minutes: in for four, hold for four, out for six. Stops stand at the exchange.",
  accept: "Taken. Stops stand at the exchange; the next win pays more towards a debt.",
}

/** What to say when a command changed nothing that is worth an event. */
const NOTHING_CAME: Readonly<Record<Command["kind"], string>> = {
  halt: "Entries are closed already. Type resume to open them again.",
  resume: "Entries are open already, or wait for the exchange to agree with our books.",
  "close-all": "There is no position to sell.",
  close: "There is no position in it to sell.",
  buy: "Nothing was sent: there is no fresh price, or an order for it is under way.",
  stop: "",
  reconcile: "The exchange is asked what it holds for us.",
  adopt: "No such order stands to be decided on.",
  "cancel-foreign": "No such order stands to be decided on.",
  "accept-balance": "No such balance stands to be decided on.",
  tilt: "",
  tier: "It is written down.",
}
