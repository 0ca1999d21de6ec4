import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { Conversation } from "../../src/console/screen/conversation.ts"
import { ControlledSession } from "../../src/control/controlled.ts"
import { EngineRoom } from "../../src/control/engine-room.ts"
import { Lease } from "../../src/control/lease.ts"
import type { Key, Press } from "../../src/console/screen/keys.ts"
import { Keyboard } from "../../src/console/screen/shortcuts.ts"
import type { Line, Size } from "../../src/console/screen/line.ts"
import { frameOf } from "../../src/console/screen/model.ts"
import { openPaper, type OpenPaper } from "../../src/session/paper-home.ts"
import { filesOfAccount } from "../../src/session/account-files.ts"
import { planFrom } from "../../src/session/plan.ts"
import type { Surroundings } from "../../src/report/boards/source.ts"
import type { Replayed } from "../../src/session/replay.ts"
import { replayFile } from "../../src/session/replay-file.ts"
import { readSettings } from "../../src/session/settings.ts"
import type { Instant } from "../../src/value/brand.ts"
import { later, parseInstant, seconds } from "../../src/value/time.ts"
import { quietSurroundings } from "./surroundings.ts"
import { directCounterpart } from "./direct-counterpart.ts"

const SMALL: Size = { columns: 80, rows: 24 }

/**
 * A real paper session on the generated market with a person before it, in a time of its own: nothing
 * here waits, and the same seed gives the same screens.
 */
export class Seat {
  paper: OpenPaper
  /** The session as the control API has it. */
  controlled: ControlledSession
  lease: Lease
  conversation: Conversation
  readonly #home: string
  #wall: Instant
  /** What is told of process and home. */
  surroundings: Surroundings = quietSurroundings()
  /** How often the person wanted to leave. */
  ends = 0
  size = SMALL

  /** Nothing has happened yet, and nothing is to. */
  readonly #isBefore: boolean

  private constructor(
    paper: OpenPaper,
    told: { readonly home: string; readonly wall: Instant; readonly isBefore: boolean },
  ) {
    const { home, wall } = told
    this.#isBefore = told.isBefore
    this.paper = paper
    this.#home = home
    this.#wall = wall
    this.controlled = this.#control()
    this.lease = new Lease(() => {})
    this.conversation = this.#sitDown()
  }

  #control(): ControlledSession {
    const { paper } = this
    return new ControlledSession({
      session: paper,
      version: "0.0.0",
      account: "paper",
      headline: "PAPER",
      surroundings: {
        machine: () => this.surroundings.machine(),
        gate: () => this.surroundings.gate(),
      },
      command: (command) => paper.command(command, this.#wall),
      act: (act) => {
        if (!this.#isBefore) paper.act(act, this.#wall)
      },
      end: () => {},
      fail: (error) => {
        throw error
      },
    })
  }

  #sitDown(): Conversation {
    this.lease = new Lease((act) => this.controlled.act(act))
    this.lease.claim("seat", { isTaking: false, atMs: 0 })
    const { controlled, lease } = this
    const counterpart = directCounterpart(controlled, lease)
    return new Conversation({
      counterpart,
      keyboard: new Keyboard(),
      at: this.#wall,
      end: () => this.ends++,
    })
  }

  /** The real process round the session, as an engine has it. */
  engineRoom(clock = (): number => performance.now()): EngineRoom {
    return new EngineRoom({
      home: this.#home,
      session: this.paper,
      version: "0.0.0",
      clock,
      wall: () => this.#wall,
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
      environment: {},
    })
    this.controlled = this.#control()
    this.conversation = this.#sitDown()
    this.paper.turn(wall)
  }

  /** @param told parameters of the strategy; the moment, the money, and whether anything has happened */
  static async take(
    params: Readonly<Record<string, string>> = {},
    told: {
      readonly wall?: Instant
      readonly capital?: string
      readonly isBefore?: boolean
    } = {},
  ): Promise<Seat> {
    const { wall = parseInstant("2026-03-02 14:00"), capital = "500", isBefore = false } = told
    const home = mkdtempSync(path.join(tmpdir(), "genesis-seat-"))
    const plan = planFrom(readSettings(home, { GENESIS_CAPITAL: capital }), {
      mode: "paper",
      run: "p",
      strategy: "crossover",
      params: { minutes: "1", fast: "5", slow: "20", cost: "0", ...params },
    })
    const paper = await openPaper({
      home,
      name: "paper",
      plan,
      fresh: false,
      speed: 1,
      wall,
      environment: {},
    })
    if (!isBefore) paper.turn(wall)
    return new Seat(paper, { home, wall, isBefore })
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

  /** A function key. */
  key(number: number): void {
    this.#give({ kind: "function", number })
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

  /** Leaves, and plays the journal again. @returns what came out differently */
  async leaveReplayed(): Promise<Replayed["differs"]> {
    this.paper.close()
    const { journal } = filesOfAccount(this.#home, "paper")
    const { differs } = await replayFile({ journal, paths: [] })
    rmSync(this.#home, { recursive: true })
    return differs
  }

  leave(): void {
    this.paper.close()
    rmSync(this.#home, { recursive: true })
  }

  #give(key: Key): void {
    this.conversation.press(key, { at: this.#wall, size: this.size })
  }
}
