import type { Instance } from "ink"
import { wallClock } from "../../session/drive.ts"
import { Conversation } from "./conversation.ts"
import type { Key } from "./keys.ts"
import type { Size } from "./line.ts"
import { frameOf } from "./model.ts"
import { withoutBarrel } from "./one-of-many.ts"
import { Painter } from "./painter.ts"
import { depthOf, paletteFor } from "./palette.ts"
import { RemoteCounterpart } from "./remote.ts"
import type { Keyboard } from "./shortcuts.ts"

/** What goes by without a word of the engine is looked at so often: its silence, an answer that fades. */
const LOOK_EVERY_MS = 1_000
/** UI-3: ten frames a second. */
const FRAME_MS = 100
/** A message that protects brightens and dims, each for a second (UI-8). */
const PULSE_MS = 1_000
const DEPTH = depthOf(process.env)

/** The screen of an engine on this terminal: it paints, listens, and can be taken away. */
export class Screen {
  readonly #counterpart: RemoteCounterpart
  readonly #conversation: Conversation
  readonly #end: () => void
  readonly #fail: (error: unknown) => void
  readonly #painter = new Painter((text) => process.stdout.write(text))
  readonly #keyboard: Keyboard
  #instance: Instance | undefined
  readonly #looking: NodeJS.Timeout
  #isClosed = false
  #paintedAt = -Infinity
  #waiting: NodeJS.Timeout | undefined

  private constructor(told: {
    readonly counterpart: RemoteCounterpart
    readonly keyboard: Keyboard
    readonly note: string
    readonly end: () => void
    readonly fail: (error: unknown) => void
  }) {
    const { counterpart, keyboard, note, end, fail } = told
    this.#counterpart = counterpart
    this.#keyboard = keyboard
    this.#conversation = new Conversation({ counterpart, keyboard, end, at: wallClock() })
    if (note !== "") this.#conversation.say(note)
    counterpart.onRefused = (says) => this.#conversation.say(says)
    this.#end = end
    this.#fail = fail
    // Listening begins a moment after the first frame: a key pressed in between is a key already.
    process.stdin.setRawMode(true)
    this.#painter.enter()
    this.#draw()
    this.#looking = setInterval(this.#look, LOOK_EVERY_MS)
    process.stdout.on("resize", this.#resized)
    // Stays to the end: a terminal that was closed refuses even to be given back.
    process.stdin.on("error", this.#end)
    // A mistake is told on the terminal as it was before, not on a screen about to vanish.
    process.prependListener("uncaughtException", this.#leave)
    process.on("exit", this.#leave)
  }

  /**
   * Comes to the engine of an account and shows it.
   * @throws Problem `NOT_RUNNING`
   */
  static async open(told: {
    readonly journal: string
    readonly keyboard: Keyboard
    /** Said at first; empty for nothing. */
    readonly note: string
    /** How much the round trip to the terminal varies: measured before this listens to it (TILT-4). */
    readonly jitter: Promise<number | undefined>
    /** The person wants to leave, or the terminal is gone. */
    readonly end: () => void
    readonly fail: (error: unknown) => void
  }): Promise<Screen> {
    const holder: { screen?: Screen } = {}
    const counterpart = new RemoteCounterpart({
      journal: told.journal,
      onChange: () => holder.screen?.paint(),
    })
    try {
      await counterpart.come()
    } catch (error) {
      await counterpart.leave()
      // Until then the terminal is not as it was.
      await told.jitter
      throw error
    }
    const screen = new Screen({ ...told, counterpart })
    holder.screen = screen
    try {
      await screen.#listen(await told.jitter)
    } catch (error) {
      await screen.close()
      throw error
    }
    return screen
  }

  /**
   * Loads what hears keys only now: it is most of the program, and no part of the first frame.
   * @param jitterMs what the terminal was measured to, while it showed that frame
   */
  async #listen(jitterMs: number | undefined): Promise<void> {
    if (this.#isClosed) return
    // The measuring gave it back as it had found it.
    process.stdin.setRawMode(true)
    const [{ hear }] = await Promise.all([
      withoutBarrel(() => import("./hearing.ts")),
      this.#counterpart.sitDown(jitterMs),
    ])
    if (this.#isClosed) return
    this.#instance = hear({ meaningOf: this.#keyboard.meaningOf, onKey: this.#press })
    void this.#instance.waitUntilExit().then(this.#end, this.#fail)
  }

  /** Gives the terminal back as it was; the engine goes on. */
  async close(): Promise<void> {
    this.#leave()
    await this.#instance?.waitUntilExit().catch(() => {})
    await this.#counterpart.leave()
  }

  /** Which process is looked at, and whether it lives as far as can be seen. */
  get engine(): { readonly process: number; readonly isUp: boolean } {
    return { process: this.#counterpart.about.process, isUp: this.#counterpart.tie.isUp }
  }

  /** Shows what is new. */
  paint(): void {
    if (this.#isClosed || this.#waiting) return
    const left = this.#paintedAt + FRAME_MS - performance.now()
    if (left > 0) this.#waiting = setTimeout(this.#draw, left)
    else this.#draw()
  }

  readonly #look = (): void => {
    this.#conversation.settle(wallClock())
    // Pictures come oftener than this, and each is painted when it comes.
    if (!this.#counterpart.tie.isUp) this.paint()
  }

  readonly #resized = (): void => {
    this.#painter.wipe()
    this.paint()
  }

  readonly #leave = (): void => {
    if (this.#isClosed) return
    this.#isClosed = true
    clearInterval(this.#looking)
    clearTimeout(this.#waiting)
    process.stdout.off("resize", this.#resized)
    process.off("uncaughtException", this.#leave)
    process.off("exit", this.#leave)
    this.#instance?.unmount()
    process.stdin.setRawMode(false)
    this.#painter.leave()
  }

  readonly #press = (key: Key): void => {
    try {
      this.#conversation.press(key, { at: wallClock(), size: sizeNow() })
      this.paint()
    } catch (error) {
      this.#fail(error)
    }
  }

  readonly #draw = (): void => {
    this.#waiting = undefined
    this.#paintedAt = performance.now()
    const sight = this.#conversation.sight()
    const pulses = sight.messages.some((it) => it.level >= 3)
    const isDimmed = pulses && Math.floor(this.#paintedAt / PULSE_MS) % 2 === 1
    const palette = paletteFor(sight.hasContrast ? "contrast" : DEPTH, isDimmed)
    this.#painter.paint(frameOf(sight, sizeNow()), palette)
  }
}

function sizeNow(): Size {
  const { columns, rows } = process.stdout
  return { columns: columns || 80, rows: rows || 24 }
}
