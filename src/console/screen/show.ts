import { type Instance, render } from "ink"
import { createElement } from "react"
import type { Command } from "../../engine/records.ts"
import type { Act } from "../../tilt/act.ts"
import { wallClock } from "../../session/drive.ts"
import type { OpenSession } from "../../session/open-session.ts"
import { Canvas } from "./canvas.ts"
import { Conversation } from "./conversation.ts"
import type { Key } from "./keys.ts"
import type { Size } from "./line.ts"
import { frameOf } from "./model.ts"

/** The market is looked at twice a second; what is typed is answered at once. */
const LOOK_EVERY_MS = 500
const FRAMES_MOST = 20

/** The screen of a session on this terminal: it paints, listens, and can be taken away. */
export class Screen {
  /** A person sits before it. */
  readonly isAttended = true
  readonly #conversation: Conversation
  readonly #end: () => void
  readonly #fail: (error: unknown) => void
  readonly #instance: Instance
  readonly #looking: NodeJS.Timeout

  constructor(told: {
    readonly session: OpenSession
    readonly command: (command: Command) => void
    /** The person wants to leave, or the terminal is gone. */
    readonly act: (act: Act) => void
    readonly end: () => void
    readonly fail: (error: unknown) => void
  }) {
    const { session, command, act, end, fail } = told
    this.#conversation = new Conversation({ session, command, act, end, at: wallClock() })
    this.#end = end
    this.#fail = fail
    // Ink listens a moment after it paints: a key pressed in between is a key already.
    process.stdin.setRawMode(true)
    this.#instance = render(this.#frame(), {
      alternateScreen: true,
      incrementalRendering: true,
      interactive: true,
      exitOnCtrlC: false,
      maxFps: FRAMES_MOST,
    })
    void this.#instance.waitUntilExit().then(end, fail)
    this.#looking = setInterval(this.#look, LOOK_EVERY_MS)
    process.stdout.on("resize", this.#look)
    // Stays to the end: a terminal that was closed refuses even to be given back.
    process.stdin.on("error", this.#end)
    // A mistake is told on the terminal as it was before, not on a screen about to vanish.
    process.prependListener("uncaughtException", this.#leave)
  }

  /** Between two looks there is nothing to do. */
  onTurn(): void {}

  /** The screen says so itself, and stays until somebody has read it. */
  onOver(): void {}

  /** Gives the terminal back as it was. */
  async close(): Promise<void> {
    this.#leave()
    await this.#instance.waitUntilExit().catch(() => {})
  }

  readonly #look = (): void => {
    this.#conversation.settle(wallClock())
    this.#paint()
  }

  readonly #leave = (): void => {
    clearInterval(this.#looking)
    process.stdout.off("resize", this.#look)
    process.off("uncaughtException", this.#leave)
    this.#instance.unmount()
    process.stdin.setRawMode(false)
  }

  readonly #press = (key: Key): void => {
    try {
      this.#conversation.press(key, { at: wallClock(), size: sizeNow() })
      this.#paint()
    } catch (error) {
      this.#fail(error)
    }
  }

  #paint(): void {
    this.#instance.rerender(this.#frame())
  }

  #frame(): ReturnType<typeof createElement> {
    return createElement(Canvas, {
      lines: frameOf(this.#conversation.sight(), sizeNow()),
      isColoured: !process.env["NO_COLOR"],
      onKey: this.#press,
    })
  }
}

function sizeNow(): Size {
  const { columns, rows } = process.stdout
  return { columns: columns || 80, rows: rows || 24 }
}
