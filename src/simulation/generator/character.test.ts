import { beforeAll, describe, expect, it } from "vitest"
import { QUOTE, Tape, TRADE } from "../../market/tape.ts"
import { instantOf } from "../../value/brand.ts"
import { Chance } from "../../value/chance.ts"
import { days, later } from "../../value/time.ts"
import { GeneratedMarket } from "../generator.ts"
import { BEAT_SECONDS, SLOW_BEATS } from "./beat.ts"
import { CoinCourse } from "./coin-course.ts"
import { StableCourse } from "./stable-course.ts"
import { Weather } from "./weather.ts"

const START = instantOf(1_750_000_000_000_000)
const MINUTE_US = 60_000_000
const MINUTES = 1440
const BEATS_A_MINUTE = 60 / BEAT_SECONDS
const MAJORS = ["BTCUSDT", "ETHUSDT", "SOLUSDT", "BNBUSDT"]

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function moment(values: readonly number[], power: number): number {
  const centre = mean(values)
  return mean(values.map((value) => (value - centre) ** power))
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const product = mean(x.map((value, i) => value * y[i])) - mean(x) * mean(y)
  return product / Math.sqrt(moment(x, 2) * moment(y, 2))
}

const changes = (values: readonly number[]): number[] =>
  values.slice(1).map((value, i) => value - values[i])

/** One minute of one symbol: the logarithm of the middle at its end, and what happened in it. */
interface Minute {
  log: number
  orders: number
  spreadBps: number
}

/** A generated day by symbol and minute, and the rows of its first minutes, which are calm. */
function daySummary(seed: number) {
  const market = new GeneratedMarket({ seed, start: START })
  const tape = new Tape(market.instruments)
  market.extend(tape, instantOf(later(START, days(1)) - 1))
  const minutes = market.instruments.map((): Minute[] => [])
  const last = market.instruments.map(() => ({ log: 0, spread: 0, orders: 0, at: 0 }))
  let closed = 0
  const close = (): void => {
    for (const [i, { log, spread, orders }] of last.entries()) {
      minutes[i].push({ log, orders, spreadBps: spread })
      last[i].orders = 0
    }
    closed++
  }
  for (let i = 0; i < tape.length; i++) {
    while (tape.time[i] >= START + (closed + 1) * MINUTE_US) close()
    const now = last[tape.instrument[i]]
    if (tape.kind[i] === QUOTE) {
      const middle = (tape.a[i] + tape.c[i]) / 2
      now.log = Math.log(middle / 10 ** tape.instruments[tape.instrument[i]].priceScale)
      now.spread = ((tape.c[i] - tape.a[i]) / middle) * 10_000
    } else if (tape.kind[i] === TRADE && now.at !== tape.time[i]) {
      now.orders++
      now.at = tape.time[i]
    }
  }
  close()
  const symbols = market.instruments.map(({ symbol }) => symbol)
  const of = (symbol: string): Minute[] => minutes[symbols.indexOf(symbol)]
  return { tape, of }
}

describe("a generated day", () => {
  let day: ReturnType<typeof daySummary>
  beforeAll(() => {
    day = daySummary(2)
  })
  const returns = (symbol: string): number[] => changes(day.of(symbol).map(({ log }) => log))

  it("moves the majors together, by the minute with correlations of 0.5 to 0.85", () => {
    for (const [i, one] of MAJORS.entries()) {
      for (const other of MAJORS.slice(i + 1)) {
        const together = correlation(returns(one), returns(other))
        expect(together, `${one} ${other}`).toBeGreaterThan(0.5)
        expect(together, `${one} ${other}`).toBeLessThan(0.87)
      }
    }
  })

  it("moves coins as much as coins do, with fat tails and volatility that clusters", () => {
    for (const symbol of MAJORS) {
      const moves = returns(symbol)
      const daily = Math.sqrt(moment(moves, 2) * MINUTES)
      expect(daily, symbol).toBeGreaterThan(0.015)
      expect(daily, symbol).toBeLessThan(0.09)
      const kurtosis = moment(moves, 4) / moment(moves, 2) ** 2
      expect(kurtosis, symbol).toBeGreaterThan(5)
      expect(kurtosis, symbol).toBeLessThan(80)
      const sizes = moves.map(Math.abs)
      expect(correlation(sizes.slice(1), sizes.slice(0, -1)), symbol).toBeGreaterThan(0.1)
    }
  })

  it("keeps the triangle: ETHBTC is ETHUSDT over BTCUSDT but for a few basis points", () => {
    const [eth, btc] = [day.of("ETHUSDT"), day.of("BTCUSDT")]
    const gaps = day
      .of("ETHBTC")
      .map(({ log }, i) => Math.abs(log - eth[i].log + btc[i].log) * 10_000)
      .sort((a, b) => a - b)
    expect(gaps[MINUTES / 2]).toBeLessThan(3)
    expect(gaps[Math.floor(MINUTES * 0.99)]).toBeLessThan(20)
  })

  it("brings stable coins back to one, half of the way in ten to forty minutes", () => {
    for (const symbol of ["USDCUSDT", "FDUSDUSDT"]) {
      const logs = day.of(symbol).map(({ log }) => log)
      expect(Math.max(...logs.map(Math.abs)), symbol).toBeLessThan(0.005)
      const before = logs.slice(0, -1)
      // Least squares of the change on the level (quant.md 3.6).
      const slope = moment(before, 2) ** -1 * covariance(before, changes(logs))
      const halfLife = -Math.LN2 / Math.log(1 + slope)
      expect(halfLife, symbol).toBeGreaterThan(10)
      expect(halfLife, symbol).toBeLessThan(40)
    }
  })

  it("widens spreads and brings takers where it is wild", () => {
    for (const symbol of MAJORS) {
      const minutes = day.of(symbol)
      const wild = (i: number): number =>
        mean(
          returns(symbol)
            .slice(i - 5, i)
            .map(Math.abs),
        )
      const ranked = Array.from({ length: MINUTES - 6 }, (_, i) => i + 5)
        .map((i) => ({ minute: minutes[i], wild: wild(i) }))
        .sort((a, b) => a.wild - b.wild)
      const quiet = ranked.slice(0, MINUTES / 2).map(({ minute }) => minute)
      const stormy = ranked.slice(-40).map(({ minute }) => minute)
      const [spread, orders] = [spreadOf, ordersOf].map((of) => of(stormy) / of(quiet))
      expect(spread, symbol).toBeGreaterThan(2)
      expect(orders, symbol).toBeGreaterThan(2)
    }
  })

  it("has one thin pair with a wide spread and an order now and then", () => {
    const minutes = day.of("CTSIUSDT")
    expect(spreadOf(minutes)).toBeGreaterThan(20)
    expect(ordersOf(minutes)).toBeLessThan(4)
    expect(ordersOf(minutes)).toBeGreaterThan(0.5)
  })

  it("DATA-9 leaves no symbol but the thin one without a row for two seconds, even when dead", () => {
    const { tape } = day
    const last = tape.instruments.map(() => START as number)
    const longest = tape.instruments.map(() => 0)
    for (let i = 0; i < tape.length; i++) {
      const index = tape.instrument[i]
      longest[index] = Math.max(longest[index], tape.time[i] - last[index])
      last[index] = tape.time[i]
    }
    for (const { index, symbol } of tape.instruments) {
      const limit = symbol === "CTSIUSDT" ? 25e6 : 1.9e6
      expect(longest[index], symbol).toBeLessThan(limit)
    }
  })

  it("brings 5 to 15 rows a second in calm, and trades in bursts", () => {
    // A calm of eight minutes is certain at the start.
    const calm = Array.from(day.tape.time).filter((time) => time > START && time < START + 4.8e8)
    expect(calm.length / 480).toBeGreaterThan(5)
    expect(calm.length / 480).toBeLessThan(15)
    const perSecond = Array.from({ length: 480 }, () => 0)
    for (const [i, time] of calm.entries()) {
      const row = i + day.tape.instruments.length
      if (day.tape.kind[row] === TRADE) perSecond[Math.floor((time - START) / 1e6)]++
    }
    expect(moment(perSecond, 2) / mean(perSecond)).toBeGreaterThan(2)
  })
})

function covariance(x: readonly number[], y: readonly number[]): number {
  return mean(x.map((value, i) => value * y[i])) - mean(x) * mean(y)
}

const spreadOf = (minutes: readonly Minute[]): number => mean(minutes.map((m) => m.spreadBps))
const ordersOf = (minutes: readonly Minute[]): number => mean(minutes.map((m) => m.orders))

describe("the regimes", () => {
  it("all come within some days, and last from minutes to hours", () => {
    const weather = new Weather(1)
    const lengths = new Map<string, number[]>()
    let since = 0
    let regime = ""
    for (let beat = 0; beat < 20 * MINUTES * BEATS_A_MINUTE; beat++) {
      if (beat % SLOW_BEATS === 0) weather.turn()
      weather.advance()
      if (weather.regime.name === regime) continue
      const minutes = (beat - since) / BEATS_A_MINUTE
      if (regime !== "") lengths.set(regime, [...(lengths.get(regime) ?? []), minutes])
      regime = weather.regime.name
      since = beat
    }
    expect([...lengths.keys()].sort()).toEqual(
      ["calm", "dead", "falling", "panic", "ranging", "rising", "volatile"].sort(),
    )
    for (const [name, minutes] of lengths) {
      expect(Math.min(...minutes), name).toBeGreaterThanOrEqual(1)
      expect(Math.max(...minutes), name).toBeLessThan(8 * 60)
    }
  })

  it("let a simple crossover win on some days and lose on others, after costs", () => {
    const results = Array.from({ length: 12 }, (_, seed) => crossover(closesOf(seed)))
    const won = results.filter((result) => result > 0).length
    expect(won).toBeGreaterThanOrEqual(2)
    expect(won).toBeLessThanOrEqual(10)
  })
})

/** A day of logarithms of the fair price of BTC, by the minute. */
function closesOf(seed: number): number[] {
  const weather = new Weather(seed)
  const coin = new CoinCourse(new Chance(seed, "BTCUSDT course"), {
    price: 64_000,
    beta: 1,
    shared: 0.93,
  })
  return Array.from({ length: MINUTES }, () => {
    for (let beat = 0; beat < BEATS_A_MINUTE; beat++) {
      if (beat % SLOW_BEATS === 0) {
        weather.turn()
        coin.turn(weather)
      }
      weather.advance()
      coin.advance(weather)
    }
    return coin.log
  })
}

/** Long while the 20-minute average is above the 100-minute one; 0.2 % a round trip. */
function crossover(closes: readonly number[]): number {
  let [fast, slow, entry, result] = [closes[0], closes[0], NaN, 0]
  for (const close of closes) {
    fast += (close - fast) * (2 / 21)
    slow += (close - slow) * (2 / 101)
    if (fast > slow && Number.isNaN(entry)) entry = close
    else if (fast < slow && !Number.isNaN(entry)) {
      result += close - entry - 0.002
      entry = NaN
    }
  }
  return result
}

describe("STRAT-35 a generated stable coin", () => {
  it("loses its peg by more than 0.5 % for more than five minutes now and then, and recovers", () => {
    const coin = new StableCourse(new Chance(1, "USDCUSDT course"))
    const off: boolean[] = []
    let longest = 0
    let run = 0
    for (let minute = 0; minute < 30 * MINUTES; minute++) {
      for (let beat = 0; beat < BEATS_A_MINUTE; beat++) {
        if (beat % SLOW_BEATS === 0) coin.turn()
        coin.advance()
      }
      const isOff = Math.abs(coin.log) > 0.005
      off.push(isOff)
      run = isOff ? run + 1 : 0
      longest = Math.max(longest, run)
      expect(coin.log).toBeGreaterThan(-0.2)
    }
    expect(longest).toBeGreaterThan(5)
    expect(longest).toBeLessThan(12 * 60)
    expect(off.filter(Boolean).length / off.length).toBeLessThan(0.05)
  })
})
