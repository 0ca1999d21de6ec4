import path from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import type { Size } from "../../../src/console/screen/line.ts"
import { frameOf } from "../../../src/console/screen/model.ts"
import { plainText } from "../../support/frame-text.ts"
import { Seat } from "../../support/open-paper.ts"
import { STATES } from "./states.ts"

// What the screen shows, as text, from real sessions on the generated market with a fixed seed and a
// fixed time. When a change of it is meant, write the files anew and read the difference:
//
//     npx vitest run tests/golden/screen -u

const SIZES: readonly Size[] = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
]

let seat: Seat | undefined
afterEach(() => {
  seat?.leave()
  seat = undefined
})

const fileOf = (state: string, { columns, rows }: Size): string =>
  path.join(import.meta.dirname, `${state.replaceAll(/[ ,]+/g, "-")}-${columns}x${rows}.txt`)

describe("the screen, as large as it must be and as it is best (UI-1)", () => {
  it.each(Object.keys(STATES))("shows %s", async (state) => {
    seat = await STATES[state]?.()
    for (const size of SIZES) {
      const frame = plainText(seat?.frame(size) ?? [])
      await expect(`${frame}\n`).toMatchFileSnapshot(fileOf(state, size))
    }
  })

  it("shows that the line to the engine is lost, and that somebody only looks", async () => {
    seat = await Seat.take()
    const sight = seat.conversation.sight()
    for (const [state, tie] of [
      ["no line to the engine", { isUp: false, ageMs: 83_000, mayAct: true }],
      ["only looking", { isUp: true, ageMs: 0, mayAct: false }],
    ] as const) {
      for (const size of SIZES) {
        const frame = plainText(frameOf({ ...sight, tie }, size))
        await expect(`${frame}\n`).toMatchFileSnapshot(fileOf(state, size))
      }
    }
  })

  it("shows what it can in a window that is too small", async () => {
    seat = await Seat.take()
    const size = { columns: 60, rows: 12 }
    await expect(`${plainText(seat.frame(size))}\n`).toMatchFileSnapshot(fileOf("too small", size))
  })

  it("fills a window of 200 columns and 60 rows (UI-1)", async () => {
    seat = await STATES["a position and its stop"]?.()
    const size = { columns: 200, rows: 60 }
    const frame = plainText(seat?.frame(size) ?? [])
    await expect(`${frame}\n`).toMatchFileSnapshot(fileOf("a position and its stop", size))
  })
})
