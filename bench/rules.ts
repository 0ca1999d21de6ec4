import { Books } from "../src/engine/books.ts"
import { encodeFact, type Fact } from "../src/engine/records.ts"
import { Gate } from "../src/gate/gate.ts"
import { orderIdOf } from "../src/order/request.ts"
import { CEILINGS } from "../src/risk/limits.ts"
import { TierBook } from "../src/tier/tier-book.ts"
import { DOLLAR } from "../src/value/amounts.ts"
import { Chance } from "../src/value/chance.ts"
import { quantityOf } from "../src/value/brand.ts"
import { days, later, minutes, parseInstant } from "../src/value/time.ts"
import { entryIntent } from "../tests/support/intent.ts"
import { sceneOf } from "../tests/support/scene.ts"
import { median, quantile } from "./measure.ts"

// What the rules of the gate cost for one intent, and what the daily evaluation of the tier costs over two
// years of an account. Prints one line of JSON.

const INTENTS = 200_000

/** @returns microseconds of each intent, in batches of a hundred */
function gateCost(): number[] {
  const gate = new Gate({ limits: CEILINGS })
  const entry = entryIntent()
  const intent = { ...entry, terms: { ...entry.terms, quantity: quantityOf(200) } }
  const scene = sceneOf(intent, { isRecovering: true, losingDays: 2 })
  const id = orderIdOf("r-1")
  const spent: number[] = []
  for (let batch = 0; batch < INTENTS / 100; batch++) {
    const began = performance.now()
    for (let i = 0; i < 100; i++) gate.admit(intent, scene, id)
    spent.push((performance.now() - began) * 10)
  }
  return spent
}

/** @returns seconds of one daily evaluation over an account of two years, the middle of many */
function evaluationCost(): number {
  const chance = new Chance(5, "two years")
  const book = new TierBook()
  const start = parseInstant("2024-01-01")
  let units = 2_500n * DOLLAR
  book.onFlow(start, units)
  for (let day = 0; day < 730; day++) {
    for (let step = 0; step < 6; step++) {
      const at = later(later(start, days(day)), minutes(240 * step + 1))
      units += BigInt(Math.round((chance.unit() - 0.49) * 2e8))
      book.onSample(at, units)
      const pnlUnits = BigInt(Math.round((chance.unit() - 0.45) * 1e8))
      const trade = { at, instrument: step % 3, strategy: "s", isManual: false, isStopped: false }
      book.onTrade({ ...trade, pnlUnits })
    }
  }
  const spent = Array.from({ length: 21 }, () => {
    const began = performance.now()
    book.gatesAt(later(start, days(730)))
    return (performance.now() - began) / 1000
  })
  return median(spent)
}

/** @returns microseconds that one sample of the account costs the books */
function sampleCost(): number {
  const books = new Books({ instruments: [], accountAsset: "USDT" })
  const start = parseInstant("2026-01-05")
  const fact = (units: bigint): Fact => ({ kind: "sample", equityUnits: units })
  books.apply({ kind: "deposit", asset: "USDT", units: DOLLAR, costUnits: 2_500n * DOLLAR }, start)
  const count = 200_000
  const began = performance.now()
  for (let i = 0; i < count; i++) {
    const sample = fact(2_500n * DOLLAR + BigInt(i % 977) * 1_000_000n)
    encodeFact(sample)
    books.apply(sample, later(start, minutes(i)))
  }
  return ((performance.now() - began) * 1000) / count
}

gateCost()
const spent = gateCost()
const seconds = evaluationCost()
process.stdout.write(
  `${JSON.stringify({ p50: median(spent), p99: quantile(spent, 0.99), seconds, sample: sampleCost() })}\n`,
)
