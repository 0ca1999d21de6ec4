import type { Tape } from "../src/market/tape.ts"
import type { Tick } from "../src/market/tick.ts"
import { runBacktest } from "../src/session/backtest.ts"
import { DEFAULT_PLAN, type Plan } from "../src/session/plan.ts"
import { Ema } from "../src/statistics/indicator/ema.ts"
import { MemoryJournal } from "../src/storage/memory-journal.ts"
import { Crossover } from "../src/strategy/catalogue/crossover.ts"
import type { Desk } from "../src/strategy/desk.ts"
import { type Strategy, trades, type Watch } from "../src/strategy/strategy.ts"
import { percent, ratioOf } from "../src/value/brand.ts"
import { INSTRUMENTS, tradesTape } from "./tape.ts"

// One strategy a process: the hot loop stays fast only while it serves one class.

/** Two averages of every single trade: the hardest case of the two-average strategy. */
class TickCrossover implements Strategy {
  readonly watches: readonly Watch[] = [trades(INSTRUMENTS[0].symbol)]
  readonly #fast = new Ema(2_000)
  readonly #slow = new Ema(20_000)

  onTrade(tick: Tick, desk: Desk): void {
    this.#fast.push(tick.price)
    this.#slow.push(tick.price)
    if (!this.#slow.isWarm) return
    const isAbove = this.#fast.value > this.#slow.value
    if (isAbove === this.#isAbove) return
    this.#isAbove = isAbove
    if (isAbove) desk.buy(tick.instrument, { stake: percent(5), because: "fast above slow" })
    else desk.close(tick.instrument, { because: "fast below slow" })
  }

  #isAbove = false
}

/** An order every thousand rows, in turns a buy and a sale. */
class Metronome implements Strategy {
  readonly watches: readonly Watch[] = [trades(INSTRUMENTS[0].symbol)]
  #count = 0

  onTrade(tick: Tick, desk: Desk): void {
    if (++this.#count % 1_000 !== 0) return
    if (desk.position(tick.instrument).isFlat) {
      desk.buy(tick.instrument, { stake: percent(5), because: "the thousandth row" })
    } else desk.close(tick.instrument, { because: "the thousandth row" })
  }
}

const STRATEGIES: Record<string, () => Strategy> = {
  bars: () => new Crossover({ symbol: INSTRUMENTS[0].symbol, fast: 20, slow: 100, minutes: 5 }),
  ticks: () => new TickCrossover(),
  orders: () => new Metronome(),
}

/** Free of cost and without surveys, so that nothing but the number of orders is measured. */
const PLAN: Plan = {
  ...DEFAULT_PLAN,
  mode: "backtest",
  run: "bench",
  strategy: "bench",
  params: {},
  fees: { maker: ratioOf(0), taker: ratioOf(0), isBnbPaid: false },
  halfSpread: { trades: ratioOf(0), bars: ratioOf(0) },
}

async function run(name: string, tape: Tape): Promise<{ seconds: number; orders: number }> {
  const make = STRATEGIES[name]
  const started = performance.now()
  const done = await runBacktest({
    plan: PLAN,
    tape,
    strategy: make(),
    journal: new MemoryJournal(),
  })
  return { seconds: (performance.now() - started) / 1000, orders: done.course.orders }
}

const [name = "ticks", ...numbers] = process.argv.slice(2)
const [rows = 10_000_000, perSecond = 4, symbols = 1] = numbers.map(Number)
const tape = tradesTape(rows, symbols, perSecond)
const first = await run(name, tape)
const runs = [await run(name, tape), await run(name, tape), await run(name, tape)]
const seconds = runs.map((it) => it.seconds).sort((a, b) => a - b)[1]
process.stdout.write(
  `${JSON.stringify({ rows, seconds, first: first.seconds, orders: first.orders })}\n`,
)
