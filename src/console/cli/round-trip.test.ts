import { EventEmitter } from "node:events"
import { describe, expect, it } from "vitest"
import { type Ends, jitterOf } from "./round-trip.ts"

/** A terminal whose answers take so many milliseconds, by a clock that its answers move. */
class Terminal extends EventEmitter {
  readonly clock = { nowMs: 1_000 }
  isRaw = false
  readonly backwards: Buffer[] = []
  asked = 0
  readonly #trips: readonly number[]
  readonly #typed: string

  constructor(trips: readonly number[], typed = "") {
    super()
    this.#trips = trips
    this.#typed = typed
  }

  get ends(): Ends {
    const input = Object.assign(this, {
      setRawMode: (isRaw: boolean) => (this.isRaw = isRaw),
      pause: () => {},
      unshift: (chunk: Buffer) => void this.backwards.push(chunk),
    }) as unknown as Ends["input"]
    const write = (): boolean => {
      const trip = this.#trips[this.asked++]
      if (trip === undefined) return true
      queueMicrotask(() => {
        this.clock.nowMs += trip
        this.emit("data", Buffer.from(`${this.asked === 1 ? this.#typed : ""}\u001b[0n`))
      })
      return true
    }
    return {
      input,
      output: { write },
      clock: () => this.clock.nowMs,
      patienceMs: 0,
    }
  }
}

describe("TILT-4: the round trip to the terminal", () => {
  it("is measured five times, and its spread is told", async () => {
    const terminal = new Terminal([20, 31, 25, 170, 22])
    expect(await jitterOf(terminal.ends)).toBe(150)
    expect([terminal.asked, terminal.isRaw, terminal.listenerCount("data")]).toEqual([5, false, 0])
  })

  it("is not known of a terminal that does not answer", async () => {
    expect(await jitterOf(new Terminal([]).ends)).toBeUndefined()
    expect(await jitterOf(new Terminal([30]).ends)).toBeUndefined()
  })

  it("takes no key away that is pressed meanwhile", async () => {
    const terminal = new Terminal([1, 1, 1, 1, 1], "halt\r")
    expect(await jitterOf(terminal.ends)).toBe(0)
    expect(Buffer.concat(terminal.backwards).toString()).toBe("halt\r")
  })
})
