import type { WatchedEvent } from "../session/watch.ts"
import type { About, Picture } from "./picture.ts"
import { toWire } from "./wire.ts"

/** Where nothing but the time has changed, it is told this often. */
const CLOCK_EVERY_MS = 1_000

/**
 * What one onlooker has been told so far, and so what is new to them. It knows no socket and no
 * clock: it is asked at a moment, and answers with the text to be sent, or with nothing.
 */
export class PictureStream {
  readonly #everyMs: number
  #lastEvent: WatchedEvent | undefined
  #still = ""
  #curve = ""
  #saidAt = -Infinity

  /** @param everyMs at most one picture in so many milliseconds */
  constructor(everyMs: number) {
    this.#everyMs = everyMs
  }

  /** The first message: what does not change. */
  opening(about: About): string {
    return toWire({ kind: "about", about })
  }

  /** The next message at a moment by any steady clock; undefined where there is nothing new to say. */
  next(picture: Picture, atMs: number): string | undefined {
    if (atMs - this.#saidAt < this.#everyMs) return undefined
    const { events, curve, now, rows, ...rest } = picture.view
    const news = events.slice(events.lastIndexOf(this.#lastEvent as WatchedEvent) + 1)
    const { account, orders } = picture.boards
    const timeless = {
      ...picture.boards,
      account: { ...account, at: 0 },
      orders: { ...orders, at: 0 },
    }
    const still = toWire({ ...picture, view: rest, boards: timeless })
    const curveNow = toWire(curve)
    const isSame = still === this.#still && curveNow === this.#curve && news.length === 0
    if (isSame && atMs - this.#saidAt < CLOCK_EVERY_MS) return undefined
    const message = toWire({
      kind: "picture",
      picture: { ...picture, view: { ...rest, now, rows, events: [], curve: [] } },
      events: news,
      ...(curveNow === this.#curve ? {} : { curve }),
    })
    this.#lastEvent = events.at(-1)
    this.#still = still
    this.#curve = curveNow
    this.#saidAt = atMs
    return message
  }
}
