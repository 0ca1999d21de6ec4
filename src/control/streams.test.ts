import * as fc from "fast-check"
import { once } from "node:events"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import { Seat } from "../../tests/support/open-paper.ts"
import { Watcher } from "./client/watcher.ts"
import { JournalStream, type ToldLine } from "./journal-stream.ts"
import { afterMessage, type Picture, type PictureMessage } from "./picture.ts"
import { PictureStream } from "./picture-stream.ts"
import { ControlServer } from "./server.ts"
import { controlSocket } from "./socket.ts"
import { fromWire, plainOf } from "./wire.ts"

let seat: Seat
beforeAll(async () => {
  seat = await Seat.take()
})
afterAll(() => seat.leave())

const seqs = (messages: readonly string[]): readonly number[] =>
  messages.map((it) => (JSON.parse(it) as ToldLine).seq)

describe("a stream of pictures", () => {
  it("leaves its reader with the picture itself, whatever was said in between (UI-3)", () => {
    const stream = new PictureStream(100)
    let known: Picture | undefined
    let messages = 0
    for (let atMs = 0; atMs < 30_000; atMs += 500) {
      seat.wait(0.5)
      if (atMs === 5_000) seat.say("buy eth 4")
      if (atMs === 6_000) seat.type("y")
      const text = stream.next(seat.controlled.picture(), atMs)
      if (text === undefined) continue
      messages++
      known = afterMessage(known, fromWire(text) as Extract<PictureMessage, { kind: "picture" }>)
      expect(plainOf(known)).toEqual(plainOf(seat.controlled.picture()))
    }
    expect(messages).toBeGreaterThan(30)
    expect(known?.boards.account.positions.length).toBe(1)
  })

  it("says nothing more often than it was asked to, and the time alone once a second", () => {
    const stream = new PictureStream(100)
    const picture = seat.controlled.picture()
    const said = [0, 50, 99, 100, 500, 999, 1_000, 1_500, 2_000].filter(
      (atMs) => stream.next(picture, atMs) !== undefined,
    )
    expect(said).toEqual([0, 1_000, 2_000])
  })
})

describe("a stream of the journal", () => {
  it("brings each line once and in order, wherever it is cut and taken up again", () => {
    const last = [...seat.paper.records()].length
    fc.assert(
      fc.property(fc.array(fc.nat({ max: last }), { maxLength: 8 }), (cuts) => {
        const got: number[] = []
        for (const cut of [...cuts.toSorted((a, b) => a - b), last]) {
          // A reader that comes back names the last line it has, and stops hearing at the cut.
          const stream = new JournalStream(seat.controlled, got.at(-1) ?? 0)
          got.push(...seqs(stream.next()).filter((seq) => seq <= cut))
        }
        expect(got).toEqual(Array.from({ length: last }, (_, i) => i + 1))
      }),
      { numRuns: 25 },
    )
  })
})

describe("the server, over its socket", () => {
  it("streams pictures and lines, and tells who looks when the engine ends", async () => {
    const server = await ControlServer.open(seat.controlled, { room: seat.engineRoom() })
    const { promise: seen, resolve } = Promise.withResolvers<void>()
    const socketPath = controlSocket(seat.paper.journalFile)
    const watcher = new Watcher({ socketPath, onChange: () => resolve() })
    watcher.begin()
    await seen
    expect(watcher.isConnected).toBe(true)
    expect(watcher.known?.about.account).toBe("paper")
    expect(watcher.known?.picture.view.equityUnits).toBe(seat.paper.view().equityUnits)
    const url = `ws+unix:${socketPath}:/system/events/stream?after=3`
    const lines = new WebSocket(url)
    const [first] = (await once(lines, "message")) as [Buffer]
    expect((JSON.parse(first.toString("utf8")) as ToldLine).seq).toBe(4)
    expect(server.onlookers).toBe(2)
    const closed = once(lines, "close")
    await server.close()
    await closed
    watcher.end()
  })
})
