import type { Command } from "../../engine/records.ts"
import type { LineOutcome } from "../../tilt/act.ts"
import type { Instant } from "../../value/brand.ts"
import { later, seconds } from "../../value/time.ts"
import { LEAVE, NOBODY, NOTHING_CAME, ONLY_LOOKING, GUARD_TAKEN } from "./answers.ts"
import {
  beforeCursor,
  completed,
  edited,
  matching,
  NOTHING_TYPED,
  sent,
  type Typed,
} from "./command-line.ts"
import { Breath } from "./breath.ts"
import type { Counterpart } from "./counterpart.ts"
import { featureOfLine } from "./line-feature.ts"
import { helpPage, hintOf } from "./help-page.ts"
import type { Key } from "./keys.ts"
import type { Size } from "./line.ts"
import { marketOf } from "./market-words.ts"
import { News } from "./news.ts"
import { OpenPage } from "./open-page.ts"
import { VIEW_KEYS, type ViewName } from "./pages/pages.ts"
import { buyQuestion, questionFor, sellAllQuestion } from "./question.ts"
import type { Keyboard } from "./shortcuts.ts"
import type { MainBoards, Sight } from "./sight.ts"
import { storyPage } from "./story-page.ts"
import { EDITS, OUTCOMES, Strokes, type Struck } from "./strokes.ts"
import { journalAnswer, reviewPage } from "./tilt-page.ts"
import type { TiltAsk } from "./tilt-words.ts"
import { candidatesFor, isAct, type Meaning, meaningOf } from "./vocabulary.ts"

/** A question that nobody answers means no (UI-22). */
const PATIENCE = seconds(10)
/** Answers step back after a while, and so do pages that nobody reads on (UI-4). */
const ANSWER_STAYS = seconds(30)
const PAGE_STAYS = seconds(60)
/** Ctrl+C twice within this asks to sell everything (UI-23). */
const TWICE = seconds(2)

/** A question that waits: what a plain y does. */
type Asked = Command | "leave"

/**
 * What goes back and forth between a person and an engine: the line being typed, the answer to the
 * last one, a question that waits, a page that is read. It knows no terminal and no clock.
 */
export class Conversation {
  readonly #counterpart: Counterpart
  readonly #keyboard: Keyboard
  readonly #strokes = new Strokes()
  readonly #news = new News()
  readonly #page: OpenPage
  readonly #end: () => void
  /** When the first key of the line was struck. */
  #begunAt = NaN
  #typed: Typed = NOTHING_TYPED
  #answer = ""
  #asked: Asked | undefined
  #hasContrast = false
  readonly #breath = new Breath()
  /** When time was last told to go by. */
  #now: Instant
  /** When the last key was pressed, and when Ctrl+C was. */
  #pressedAt: Instant
  #interruptedAt = -Infinity as Instant

  constructor(told: {
    readonly counterpart: Counterpart
    readonly keyboard: Keyboard
    /** The person wants to leave. */
    readonly end: () => void
    readonly at: Instant
  }) {
    const { counterpart, keyboard, end, at } = told
    this.#counterpart = counterpart
    this.#keyboard = keyboard
    this.#end = end
    this.#page = new OpenPage((name, hear) => counterpart.board(name, hear))
    this.#answer = counterpart.about.notes.join(" ")
    this.#pressedAt = at
    this.#now = at
  }

  /** Something to be said where an answer would stand: why the engine did not follow. */
  say(text: string): void {
    this.#answer = text
    this.#page.giveUp()
  }

  /** A key was pressed, on a screen of this size. */
  press(key: Key, told: { readonly at: Instant; readonly size: Size }): void {
    this.settle(told.at)
    this.#pressedAt = told.at
    const before = this.#typed
    this.#strokes.strike(key, told.at)
    this.#handle(key, told.size)
    if (EDITS.has(key.kind) && this.#typed === before) this.#strokes.noteIdle()
  }

  #handle(key: Key, size: Size): void {
    if (key.kind === "interrupt") this.#interrupt()
    else if (this.#asked) this.#decide(this.#asked, key)
    else if (key.kind === "quit") this.#ask("leave", LEAVE)
    else if (key.kind === "positions") this.#open("positions")
    else if (key.kind === "function") this.#function(key.number)
    else if (key.kind === "text" && key.text === "?" && this.#typed.text === "") this.#help()
    else if (key.kind === "enter") this.#send()
    else if (key.kind === "escape") this.#leave()
    else if (key.kind === "tab") this.#complete()
    else if (key.kind === "page-up") this.#page.turn(-1, size)
    else if (key.kind === "page-down") this.#page.turn(1, size)
    else this.#typed = edited(this.#typed, key)
  }

  /** Time goes by: a question lapses, an answer and a page step back, a view is looked at anew. */
  settle(at: Instant): void {
    const since = this.#pressedAt
    this.#now = at
    const { account, events } = this.#boards()
    this.#news.hear(events.events, { at, now: account.at })
    if (this.#asked && at > later(since, PATIENCE)) {
      this.#drop("No answer, so nothing was done.")
      this.#tell("abandoned")
    } else if (!this.#asked && at > later(since, ANSWER_STAYS)) this.#answer = ""
    if (at > later(since, PAGE_STAYS)) this.#page.close()
    this.#page.refresh()
  }

  /** Everything the screen shows, as it is now. */
  sight(): Sight {
    return {
      boards: this.#boards(),
      tie: this.#counterpart.tie,
      answer: this.#answer === "" ? this.#breath.textAt(this.#now) : this.#answer,
      hint: hintOf(this.#keyboard),
      isAsking: this.#asked !== undefined,
      messages: this.#news.messages(),
      hasContrast: this.#hasContrast,
      typed: this.#typed,
      page: this.#page.page,
    }
  }

  #boards(): MainBoards {
    const { boards, view } = this.#counterpart.picture
    return { ...boards, events: { events: view.events }, curve: view.curve }
  }

  #send(): void {
    const meaning = meaningOf(this.#typed.text, marketOf(this.#boards()))
    if (meaning.kind === "nothing") return
    if (isAct(meaning) && !this.#mayAct()) return
    this.#begunAt = this.#strokes.firstAt
    // What was not understood stays, to be corrected: nothing is lost.
    if (meaning.kind !== "unclear") this.#typed = sent(this.#typed)
    this.#answer = ""
    this.#page.close()
    this.#follow(meaning)
  }

  /** Says why not, where this screen cannot act (UI-24). */
  #mayAct(): boolean {
    const { mayAct, isUp } = this.#counterpart.tie
    if (mayAct && isUp) return true
    this.#answer = isUp ? ONLY_LOOKING : NOBODY
    return false
  }

  #follow(meaning: Meaning): void {
    switch (meaning.kind) {
      case "help":
        return this.#help()
      case "main":
        return this.#leave()
      case "view":
        return this.#open(meaning.name)
      case "acknowledge":
        this.#tell("control")
        this.#answer = this.#news.acknowledge() ? "" : "There is nothing to acknowledge."
        return
      case "contrast":
        this.#tell("view")
        this.#hasContrast = !this.#hasContrast
        return
      case "tilt":
        return this.#guard(meaning.ask)
      case "why":
        this.#tell("analysis")
        return this.#counterpart.story(meaning.what, (story) => {
          if ("nothing" in story) this.#answer = story.nothing
          else this.#page.show(storyPage(story))
        })
      case "take":
        return this.#counterpart.take((isHeld) => {
          this.#answer = isHeld ? "The command line is here now." : ONLY_LOOKING
        })
      case "quit":
        return this.#ask("leave", LEAVE)
      case "unclear":
        this.#tell("unclear", featureOfLine(this.#typed.text, this.#boards()))
        this.#answer = meaning.says
        return
      case "command":
        if (meaning.question === undefined) this.#do(meaning.command)
        else this.#weigh(meaning.command, meaning.question)
        return
      case "nothing":
        return
      default:
        meaning satisfies never
    }
  }

  /** Takes all entries back and never leaves; pressed twice, it asks to sell everything (UI-23). */
  #interrupt(): void {
    const at = this.#pressedAt
    const isTwice = at <= later(this.#interruptedAt, TWICE)
    this.#interruptedAt = at
    this.#asked = undefined
    if (!this.#mayAct()) return
    const { account, orders } = this.#boards()
    const hint = "Ctrl+C again asks to sell everything; quit leaves."
    if (isTwice) {
      const question = sellAllQuestion(account)
      if (question === undefined) this.#answer = NOTHING_CAME["close-all"]
      else this.#ask({ kind: "close-all", reason: "closed by hand" }, question)
    } else if (orders.orders.some((it) => it.purpose === "entry")) {
      this.#do({ kind: "cancel" }, hint)
    } else this.#answer = `No entry waits at the exchange; stops stay. ${hint}`
  }

  #function(number: number): void {
    const view = VIEW_KEYS[number]
    if (number === 1) this.#help()
    else if (view) this.#open(view)
    else if (number === 12) {
      this.#typed = { ...NOTHING_TYPED, history: this.#typed.history }
      this.#answer = "Type halt and Enter: no entry is possible from then on; stops and exits work."
    }
  }

  #open(view: ViewName): void {
    this.#tell("view")
    this.#answer = ""
    this.#page.open(view)
  }

  #help(): void {
    this.#tell("view")
    this.#page.show(helpPage(this.#keyboard))
  }

  #ask(asked: Asked, question: string): void {
    this.#asked = asked
    this.#answer = question
  }

  /** Asks before it is done, with what will come of it, save where nothing could (UI-22). */
  #weigh(command: Command, question: string): void {
    if (command.kind === "buy") {
      return this.#counterpart.preview(command, (preview) => {
        this.#ask(command, preview ? buyQuestion(preview) : `${question} It has no price yet.`)
      })
    }
    const asked = questionFor(command, this.#boards())
    if (asked !== "nothing") return this.#ask(command, asked ?? question)
    this.#tell("view")
    this.#answer = NOTHING_CAME[command.kind]
  }

  /** Only a plain y does it; a paste never does. What else was typed goes to the command line. */
  #decide(asked: Asked, key: Key): void {
    const text = key.kind === "text" ? key.text.trim().toLowerCase() : ""
    if (key.kind === "text" && (text === "y" || text === "yes")) {
      this.#drop("")
      if (asked === "leave") this.#end()
      else this.#do(asked)
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

  /** Tells what came of it: the events it caused are the answer, and need not be told twice. */
  #do(command: Command, hint = ""): void {
    this.#tell(OUTCOMES[command.kind])
    this.#counterpart.command(command, (events) => {
      const news = events.filter(({ kind }) => kind !== "command").map(({ text }) => text)
      const came = news.length > 0 ? news.join(" ") : NOTHING_CAME[command.kind]
      this.#answer = hint === "" ? came : `${came} ${hint}`
      this.#news.skip(events)
    })
  }

  /** What the keys of the line tell the guard, before anything follows from it. */
  #tell(outcome: LineOutcome, feature?: string): Struck {
    const idle = this.#strokes.takeIdle()
    const decideMs = Math.round((this.#pressedAt - this.#begunAt) / 1000)
    const struck = this.#strokes.take()
    if (!this.#counterpart.tie.mayAct) return struck
    if (idle > 0) this.#counterpart.act({ kind: "idle-keys", keys: idle })
    const decision = outcome === "order" && decideMs >= 0 ? { decideMs } : {}
    const about = feature === undefined ? {} : { feature }
    this.#counterpart.act({ kind: "line", outcome, ...struck, ...decision, ...about })
    return struck
  }

  #guard(ask: TiltAsk): void {
    const counterpart = this.#counterpart
    if (ask.kind === "page") return this.#open("tilt")
    const struck = this.#tell(ask.kind === "journal" ? "journal" : "analysis")
    if (ask.kind === "review") {
      counterpart.act({ kind: "answer", to: "review" })
      counterpart.review((trades) => this.#page.show(reviewPage(trades)))
    } else if (ask.kind === "breathe") {
      this.#breath.begin(this.#pressedAt)
      counterpart.act({ kind: "answer", to: "breathe" })
    } else if (ask.kind === "accept") {
      counterpart.act({ kind: "answer", to: "accept" }, () => (this.#answer = GUARD_TAKEN))
    } else if (ask.kind === "journal") {
      const { part, text } = ask
      const line = { part, text, keys: struck.keys, pasted: struck.pasted, spanMs: struck.spanMs }
      counterpart.act({ kind: "wrote", ...line }, (tilt) => {
        this.#answer = journalAnswer(line, tilt)
      })
    } else counterpart.act(ask, ({ next }) => (this.#answer = next))
  }

  #leave(): void {
    this.#page.close()
    this.#breath.end()
    this.#answer = ""
  }

  #complete(): void {
    const before = beforeCursor(this.#typed)
    const candidates = candidatesFor(before, marketOf(this.#boards()))
    const was = this.#typed
    this.#typed = completed(was, candidates)
    const word = /\S*$/u.exec(before)?.[0] ?? ""
    const fits = matching(word, candidates)
    this.#answer = this.#typed.text === was.text && fits.length > 1 ? fits.join("  ") : ""
  }
}
