import { spawn } from "node:child_process"
import { once } from "node:events"
import { Tape } from "../src/market/tape.ts"
import { instantOf } from "../src/value/brand.ts"
import { Chance } from "../src/value/chance.ts"
import { milliseconds } from "../src/value/time.ts"
import { Driver } from "../src/venue/binance/driver.ts"
import type { Effect } from "../src/venue/binance/effect.ts"
import { MarketFeed } from "../src/venue/binance/market/market-feed.ts"
import { Frames, symbols } from "./market-frames.ts"

// Two measurements, each in a process of its own: how long a message takes from its bytes to its row on
// the tape, and how much of a core goes by while so many messages a second come over real sockets.

const now = (): ReturnType<typeof instantOf> =>
  instantOf(Math.round((performance.timeOrigin + performance.now()) * 1000))

function feedOf(count: number, streamUrl: string) {
  const effects: Effect[] = []
  const tape = new Tape(symbols(count), 1 << 16)
  tape.widen()
  const feed = new MarketFeed({
    streamUrl,
    tape,
    // Nothing is asked over HTTP here: books stay unbuilt.
    desk: { admit: () => undefined, freeAt: () => instantOf(Infinity) },
    chance: new Chance(1, "bench"),
    effects,
    offset: () => milliseconds(0),
  })
  return { effects, tape, feed }
}

/** Bytes to rows of one kind of message: the median of blocks, in microseconds. */
function bytesToRow(which: 0 | 1): number {
  const { effects, tape, feed } = feedOf(100, "wss://bench")
  for (let i = 0; i < 100; i++) feed.follow(i, "execution", now())
  feed.start(now())
  feed.onTime(now())
  const socket = effects.flatMap((it) => (it.kind === "open" ? [it.socket] : []))[0] ?? ""
  feed.happened({ kind: "opened", socket }, now())
  const frames = new Frames(symbols(100))
  const blocks: number[] = []
  for (let block = 0; block < 40; block++) {
    const all = Array.from({ length: 40_000 }, () => Buffer.from(frames.next(now())))
    const some = all.filter((_, i) => i % 2 === which)
    const at = now()
    const started = performance.now()
    for (const bytes of some) feed.happened({ kind: "message", socket, bytes }, at)
    blocks.push(((performance.now() - started) * 1000) / some.length)
    feed.onTime(now())
    tape.forget(tape.length)
  }
  if (feed.health(now()).tape.rows < 700_000) throw new Error("Not every message became a row.")
  return blocks.sort((x, y) => x - y)[Math.floor(blocks.length / 2)]
}

/** So many messages a second over a loopback socket from another process. */
async function flow(perSecond: number, seconds: number): Promise<Record<string, number>> {
  const file = new URL("market-server.ts", import.meta.url).pathname
  const server = spawn(process.execPath, [file, String(perSecond), String(seconds)])
  const [told] = (await once(server.stdout, "data")) as [Buffer]
  const { effects, tape, feed } = feedOf(100, `ws://127.0.0.1:${told.toString("utf8").trim()}`)
  let isDue = false
  let latest = 0
  const lags: number[] = []
  const turn = (): void => {
    isDue = false
    driver.take(5_000, (happening, at) => feed.happened(happening, at, driver.waiting > 5_000))
    const at = now()
    feed.onTime(at)
    driver.carryOut(effects)
    if (tape.length > 0) {
      latest = tape.seen[tape.length - 1]
      lags.push(at - latest)
      tape.forget(tape.length)
    }
    if (driver.waiting > 0) wake()
  }
  const wake = (): void => {
    if (!isDue) setImmediate(turn)
    isDue = true
  }
  const driver = new Driver({ restUrl: "", clock: now, wake })
  for (let i = 0; i < 100; i++) feed.follow(i, "execution", now())
  feed.start(now())
  turn()
  const rows = (): number => feed.health(now()).tape.rows
  while (rows() < perSecond) await new Promise((resolve) => setTimeout(resolve, 20))
  const [rowsBefore, started, cpu] = [rows(), performance.now(), process.cpuUsage()]
  await new Promise((resolve) => setTimeout(resolve, (seconds - 2.5) * 1000))
  const [passed, used] = [performance.now() - started, process.cpuUsage(cpu)]
  const measured = rows() - rowsBefore
  driver.close()
  server.kill()
  lags.sort((x, y) => x - y)
  return {
    perSecond: (measured / passed) * 1000,
    share: (used.user + used.system) / 1000 / passed,
    lagMs: lags[Math.floor(lags.length * 0.99)] / 1000,
    waiting: driver.waiting,
  }
}

const [task = "row"] = process.argv.slice(2)
const told =
  task === "row" ? { trade: bytesToRow(0), quote: bytesToRow(1) } : await flow(50_000, 10)
process.stdout.write(`${JSON.stringify(told)}\n`)
