import { randomUUID } from "node:crypto"
import { ControlClient } from "../../control/client/client.ts"
import { type Watched, Watcher } from "../../control/client/watcher.ts"
import type { Reviewed, StoryTold, TiltTold } from "../../control/controlled.ts"
import type { About, Picture } from "../../control/picture.ts"
import type { Command } from "../../engine/records.ts"
import type { Preview } from "../../report/boards/preview.ts"
import type { WatchedEvent } from "../../session/watch.ts"
import type { Act } from "../../tilt/act.ts"
import { Problem } from "../../value/problem.ts"
import { NOBODY } from "./answers.ts"
import type { Counterpart, Tie } from "./counterpart.ts"

/** The command line is lent for ten seconds (UI-24): it is asked for anew well before. */
const RENEW_EVERY_MS = 3_000
/** So long the engine may take to show itself the first time. */
const FIRST_MOST_MS = 10_000

/** An engine in another process, over its control API. */
export class RemoteCounterpart implements Counterpart {
  readonly #client: ControlClient
  readonly #watcher: Watcher
  readonly #holder = randomUUID()
  readonly #onChange: () => void
  #onRefused: (says: string) => void = () => {}
  #first: (() => void) | undefined
  #known: Watched | undefined
  #mayAct = false
  #jitterMs: number | undefined
  #wasConnected = true
  #renewing: NodeJS.Timeout | undefined

  /** @param told.onChange called when there is something new to show */
  constructor(told: { readonly journal: string; readonly onChange: () => void }) {
    this.#client = new ControlClient(told.journal)
    this.#onChange = told.onChange
    this.#watcher = new Watcher({
      socketPath: this.#client.socketPath,
      onChange: () => this.#changed(),
    })
  }

  /** Says to the person why the engine did not follow. */
  set onRefused(say: (says: string) => void) {
    this.#onRefused = say
  }

  /**
   * Comes to the engine, up to its first picture.
   * @throws Problem `NOT_RUNNING` when there is no engine to be seen
   */
  async come(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#first = resolve
    const given = setTimeout(() => reject(notRunning()), FIRST_MOST_MS)
    this.#watcher.begin()
    try {
      await promise
    } finally {
      clearTimeout(given)
    }
  }

  /**
   * Asks for the command line, from now on again and again.
   * @param jitterMs how much the round trip to the terminal varies, where it is known (TILT-4)
   */
  async sitDown(jitterMs: number | undefined): Promise<void> {
    this.#jitterMs = jitterMs
    await this.#claim(false)
    this.#renewing = setInterval(() => void this.#claim(false), RENEW_EVERY_MS)
  }

  /** Leaves the engine to itself; another screen may have the command line at once. */
  async leave(): Promise<void> {
    clearInterval(this.#renewing)
    this.#watcher.end()
    if (this.#mayAct) await this.#client.release(this.#holder).catch(() => {})
  }

  get about(): About {
    return this.#seen.about
  }

  get picture(): Picture {
    return this.#seen.picture
  }

  get tie(): Tie {
    const { isConnected, ageMs } = this.#watcher
    return { isUp: isConnected, ageMs, mayAct: this.#mayAct }
  }

  command(command: Command, told: (events: readonly WatchedEvent[]) => void): void {
    this.#ask(this.#client.command(this.#holder, command), ({ events }) => told(events))
  }

  act(act: Act, told: (tilt: TiltTold) => void = () => {}): void {
    this.#ask(this.#client.act(this.#holder, act), told)
  }

  story(what: string, told: (story: StoryTold) => void): void {
    this.#ask(this.#client.story(what), told)
  }

  board(name: string, told: (board: unknown) => void): void {
    this.#ask(this.#client.board(name), told)
  }

  preview(
    command: Extract<Command, { kind: "buy" }>,
    told: (preview: Preview | undefined) => void,
  ): void {
    this.#ask(this.#client.preview(command), ({ preview }) => told(preview ?? undefined))
  }

  review(told: (trades: readonly Reviewed[]) => void): void {
    this.#ask(this.#client.review(), told)
  }

  take(told: (isHeld: boolean) => void): void {
    void this.#claim(true).then(() => {
      told(this.#mayAct)
      this.#onChange()
    })
  }

  get #seen(): Watched {
    if (this.#known === undefined) throw new Error("nothing was seen of the engine yet")
    return this.#known
  }

  #changed(): void {
    this.#known = this.#watcher.known ?? this.#known
    if (this.#known !== undefined) this.#first?.()
    const { isConnected } = this.#watcher
    // An engine that is there again knows nobody yet: whoever comes first has the command line.
    if (isConnected && !this.#wasConnected) void this.#claim(false)
    this.#wasConnected = isConnected
    this.#onChange()
  }

  async #claim(isTaking: boolean): Promise<void> {
    const had = this.#mayAct
    try {
      const claimed = await this.#client.claim(this.#holder, {
        isTaking,
        ...(this.#jitterMs === undefined ? {} : { jitterMs: this.#jitterMs }),
      })
      this.#mayAct = claimed?.isHeld ?? false
    } catch {
      // Silent or refusing: then it is not ours, and the next round asks again.
      this.#mayAct = false
    }
    if (had !== this.#mayAct) this.#onChange()
  }

  /** The answers of one engine come in the order of the questions: the client asks one at a time. */
  #ask<T>(asked: Promise<T | undefined>, told: (answer: T) => void): void {
    void asked
      .then(
        (answer) => (answer === undefined ? this.#onRefused(NOBODY) : told(answer)),
        (error: unknown) => this.#onRefused(saidBy(error)),
      )
      .then(() => this.#onChange())
  }
}

function saidBy(error: unknown): string {
  if (error instanceof Problem) return `${error.message} ${error.next}`
  throw error
}

function notRunning(): Problem {
  return new Problem({
    code: "NOT_RUNNING",
    what: "There is no engine to be seen.",
    why: "No process runs this account, or it did not show itself within ten seconds.",
    next: '"genesis run" starts one; "genesis" starts one and shows it.',
  })
}
