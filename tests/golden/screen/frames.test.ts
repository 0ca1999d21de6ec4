import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Size } from "../../../src/console/screen/line.ts"
import { plainText } from "../../support/frame-text.ts"
import { Seat } from "../../support/open-paper.ts"

// What the screen shows, as text, from real sessions on the generated market with a fixed seed and a
// fixed time. When a change of it is meant, write the files anew and read the difference:
//
//     npx vitest run tests/golden/screen -u

const SIZES: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
]

let seat: Seat
beforeEach(async () => {
  seat = await Seat.take()
})
afterEach(() => seat.leave())

const STATES: Readonly<Record<string, () => void>> = {
  "an hour in": () => {},
  "a position and its stop": () => {
    seat.wait(1)
    seat.say("buy eth 4")
    seat.type("y")
    seat.wait(30)
  },
  "halted by hand": () => seat.say("halt going for a walk"),
  "a question": () => seat.say("close-all"),
  "not understood": () => seat.say("clsoe btc"),
  "help": () => seat.say("help"),
  "the story of an order": () => seat.say("why last"),
  "typing a long line": () => seat.type(`buy ${"very ".repeat(40)}much`),
}

describe.each(SIZES)("a screen of $columns columns and $rows rows", (size) => {
  it.each(Object.keys(STATES))("shows %s", async (state) => {
    seat.size = size
    STATES[state]?.()
    const name = `${state.replaceAll(" ", "-")}-${size.columns}x${size.rows}.txt`
    const file = path.join(import.meta.dirname, name)
    await expect(`${plainText(seat.frame())}\n`).toMatchFileSnapshot(file)
  })
})

it("shows what it can in a window that is too small", async () => {
  const file = path.join(import.meta.dirname, "too-small-60x12.txt")
  const frame = plainText(seat.frame({ columns: 60, rows: 12 }))
  await expect(`${frame}\n`).toMatchFileSnapshot(file)
})
