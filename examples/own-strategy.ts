/**
 * A strategy of one's own, from the idea to its honest result, on a generated market that needs
 * neither files nor network. Run it with `node examples/own-strategy.ts`.
 */
import {
  type Bar,
  bars,
  DEFAULT_PLAN,
  type Desk,
  Donchian,
  type Finished,
  GeneratedMarket,
  hours,
  later,
  MemoryJournal,
  minutes,
  parseInstant,
  percent,
  runBacktest,
  type Strategy,
  Tape,
} from "../src/index.ts"

/** Buys what rises above the highest price of the last half hour, sells what falls below the lowest. */
class Channel implements Strategy {
  readonly watches = [bars("SOLUSDT", minutes(1))]
  readonly #channel = new Donchian(30)

  onBar(bar: Bar, desk: Desk): void {
    this.#channel.push(bar)
    if (!this.#channel.isWarm) return
    const position = desk.position(bar.instrument)
    if (bar.close > this.#channel.upper && position.isFlat) {
      desk.buy(bar.instrument, { stake: percent(5), because: "above the half hour's high" })
    } else if (bar.close < this.#channel.lower && position.isLong) {
      desk.close(bar.instrument, { because: "below the half hour's low" })
    }
  }
}

/** Twelve generated hours; every seed is another market. */
export function channelOnGenerated(seed: number): Promise<Finished> {
  const start = parseInstant("2025-06-15")
  const market = new GeneratedMarket({ seed, start, symbols: ["SOLUSDT"] })
  const tape = new Tape(market.instruments)
  market.extend(tape, later(start, hours(12)))
  return runBacktest({
    plan: { ...DEFAULT_PLAN, mode: "backtest", run: "example", strategy: "channel", params: {} },
    tape,
    strategy: new Channel(),
    journal: new MemoryJournal(),
  })
}

if (import.meta.main) {
  console.log("Twelve generated hours each, $500, after fees. No real prices, no promise.")
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const { summary, digest } = await channelOnGenerated(seed)
    const { profit, fees, trades } = summary
    console.log(
      `seed ${seed}: ${trades} trades, fees ${fees}, profit ${profit} (${digest.slice(0, 8)})`,
    )
  }
}
