import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { Conversation } from "../../src/console/screen/conversation.ts"
import type { Key, Press } from "../../src/console/screen/keys.ts"
import type { Line, Size } from "../../src/console/screen/line.ts"
import { frameOf } from "../../src/console/screen/model.ts"
import { openPaper, type OpenPaper } from "../../src/session/paper-home.ts"
import { planFrom } from "../../src/session/plan.ts"
import { readSettings } from "../../src/session/settings.ts"
import type { Instant } from "../../src/value/brand.ts"
import { later, parseInstant, seconds } from "../../src/value/time.ts"

const SMALL: Size = { columns: 80, rows: 24 }

/**
 * A real paper session on the generated market with a person before it, in a time of its own: nothing
 * here waits, and the same seed gives the same screens.
 */
export class Seat {
  paper: OpenPaper
  conversation: Conversation
  readonly #home: string
  #wall: Instant
  /** How often the person wanted to leave. */
  ends = 0
  size = SMALL

  private constructor(paper: OpenPaper, home: string, wall: Instant) {
    this.paper = paper
    this.#home = home
    this.#wall = wall
    this.conversation = this.#sitDown()
  }

  #sitDown(): Conversation {
    const { paper } = this
    return new Conversation({
      session: paper,
      at: this.#wall,
      command: (command) => paper.command(command, this.#wall),
      act: (act) => paper.act(act, this.#wall),
      end: () => this.ends++,
    })
  }

  /** What the clock on the wall shows. */
  get wall(): Instant {
    return this.#wall
  }

  /** The session ends, and is taken up again so many seconds later. */
  async comeBack(after: number): Promise<void> {
    const { plan } = this.paper
    this.paper.close()
    this.#wall = later(this.#wall, seconds(after))
    const wall = this.#wall
    this.paper = await openPaper({
      home: this.#home,
      name: "paper",
      plan,
      fresh: false,
      speed: 1,
      wall,
    })
    this.conversation = this.#sitDown()
    this.paper.turn(wall)
  }

  static async take(params: Readonly<Record<string, string>> = {}): Promise<Seat> {
    const home = mkdtempSync(path.join(tmpdir(), "genesis-seat-"))
    const wall = parseInstant("2026-03-02 14:00")
    const plan = planFrom(readSettings(home, {}), {
      mode: "paper",
      run: "p",
      strategy: "crossover",
      params: { minutes: "1", fast: "5", slow: "20", cost: "0", ...params },
    })
    const paper = await openPaper({ home, name: "paper", plan, fresh: false, speed: 1, wall })
    paper.turn(wall)
    return new Seat(paper, home, wall)
  }

  /** So many seconds go by, on the market and before the screen. */
  wait(span: number): void {
    const until = later(this.#wall, seconds(span))
    while (this.#wall < until) {
      this.#wall = Math.min(until, later(this.#wall, seconds(1))) as Instant
      this.paper.turn(this.#wall)
    }
    this.conversation.settle(this.#wall)
  }

  type(text: string): void {
    this.#give({ kind: "text", text })
  }

  paste(text: string): void {
    this.#give({ kind: "paste", text })
  }

  press(...presses: readonly Press[]): void {
    for (const kind of presses) this.#give({ kind })
  }

  /** A line and Enter. */
  say(text: string): void {
    this.type(text)
    this.press("enter")
  }

  get answer(): string {
    return this.conversation.sight().answer
  }

  get typed(): string {
    return this.conversation.sight().typed.text
  }

  frame(size: Size = this.size): readonly Line[] {
    return frameOf(this.conversation.sight(), size)
  }

  leave(): void {
    this.paper.close()
    rmSync(this.#home, { recursive: true })
  }

  #give(key: Key): void {
    this.conversation.press(key, { at: this.#wall, size: this.size })
  }
}
