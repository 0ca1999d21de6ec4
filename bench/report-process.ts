import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { encodeFact, type Fact } from "../src/engine/records.ts"
import { BAR, emptyRow, OPEN, Tape } from "../src/market/tape.ts"
import type { OrderId } from "../src/order/request.ts"
import { candlesOf } from "../src/report/candle/candles.ts"
import { intervalFor } from "../src/report/candle/window.ts"
import { csvText } from "../src/report/export/export-table.ts"
import { tradesTable } from "../src/report/export/trades-table.ts"
import { reportPage } from "../src/report/html/page.ts"
import { wholePeriod } from "../src/report/tear-sheet/period.ts"
import { tearSheet } from "../src/report/tear-sheet/tear-sheet.ts"
import { opening } from "../src/session/dress.ts"
import { DEFAULT_PLAN } from "../src/session/plan.ts"
import { readRun } from "../src/session/read-run.ts"
import { reportAssets } from "../src/session/report-assets.ts"
import { SqliteJournal } from "../src/storage/sqlite/journal.ts"
import { type Duration, type Instant, priceOf, quantityOf } from "../src/value/brand.ts"
import { Chance } from "../src/value/chance.ts"
import { minutes, parseInstant } from "../src/value/time.ts"
import { orderIdOf } from "../src/order/request.ts"
import { INSTRUMENTS } from "./tape.ts"

// A year of minutes and ten thousand trades in it, each with its stop: how long a report takes from the
// file of the journal to the file of the page, and an export to the file of its trades.

const START = parseInstant("2024-01-01")
const TRADES = Number(process.argv[2] ?? 10_000)
const MINUTES = 525_600
const QUANTITY = quantityOf(30)

/** One-minute bars of a quiet random walk. */
function minutesTape(): Tape {
  const instruments = INSTRUMENTS.slice(0, 1)
  const tape = new Tape(instruments, MINUTES * 2)
  tape.setInterval(0, minutes(1))
  const chance = new Chance(1, "bench")
  const row = { ...emptyRow(), instrument: 0, flag: 0 }
  let price = 6_000_000
  for (let i = 0; i < MINUTES; i++) {
    // Pulled back a little, so that a year of it neither ruins nor makes rich.
    const pull = (6_000_000 - price) * 0.0005
    const close = Math.round(price * (1 + (chance.unit() - 0.5) * 0.001) + pull)
    const [high, low] = [Math.max(price, close) + 500, Math.min(price, close) - 500]
    const time = START + i * 60e6
    tape.push({ ...row, kind: OPEN, time, seen: time, a: price, b: 0, c: 0, d: 0, e: 0 })
    const end = time + 60e6
    tape.push({
      ...row,
      kind: BAR,
      time: end,
      seen: end,
      a: price,
      b: high,
      c: low,
      d: close,
      e: 9,
    })
    price = close
  }
  return tape
}

/** A journal as a backtest writes it: entry, stop, exit in the stop's place, and worths meanwhile. */
function* facts(tape: Tape): Generator<readonly [at: number, fact: Fact]> {
  const plan = {
    ...DEFAULT_PLAN,
    mode: "backtest",
    run: "b",
    strategy: "bench",
    params: {},
  } as const
  const begin = opening(plan, tape)
  if (begin.reason !== "new") return
  yield [START, begin.header]
  for (const it of begin.deposits) yield [START, it]
  const every = Math.floor(MINUTES / TRADES)
  let worth = 50_000_000_000n
  for (let n = 0; n < TRADES; n++) {
    const minute = n * every
    const at = START + minute * 60e6
    const ids = ["in", "stop", "out"].map((it) => orderIdOf(`b-${n}-${it}`))
    const [entered, stopped, left] = ids
    const [price, exit] = [tape.a[minute * 2], tape.d[(minute + every - 10) * 2 + 1]].map(priceOf)
    const stop = priceOf(Math.round(price * 0.98))
    const leave = { stop }
    const done = at + (every - 10) * 60e6
    yield [at, placed({ id: entered, side: "buy", price, purpose: "entry", leave })]
    yield* answered(at, { id: entered, price })
    yield [at, placed({ id: stopped, side: "sell", price: stop, purpose: "protection" })]
    yield [
      at,
      {
        kind: "report",
        report: { kind: "accepted", id: stopped, at: at as Instant, venueId: "s" },
      },
    ]
    for (let i = 1; i <= 4; i++) yield [at + i * 60e6, { kind: "sample", equityUnits: worth }]
    yield [done, placed({ id: left, side: "sell", price: exit, purpose: "exit", instead: stopped })]
    const cancelled = {
      kind: "cancelled",
      id: stopped,
      at: done as Instant,
      executed: quantityOf(0),
    } as const
    yield [done, { kind: "report", report: cancelled }]
    yield* answered(done, { id: left, price: exit })
    worth += BigInt(exit - price) * 30_000n - 2n * 1_000n
    yield [done + 60e6, { kind: "sample", equityUnits: worth }]
  }
}

function placed(told: {
  readonly id: OrderId
  readonly side: "buy" | "sell"
  readonly price: ReturnType<typeof priceOf>
  readonly purpose: "entry" | "exit" | "protection"
  readonly leave?: { readonly stop: ReturnType<typeof priceOf> }
  readonly instead?: OrderId
}): Fact {
  const { id, side, price, purpose, leave, instead } = told
  const terms =
    purpose === "protection"
      ? ({
          type: "stop-loss-limit",
          quantity: QUANTITY,
          stop: price,
          price,
          lifetime: "gtc",
        } as const)
      : ({ type: "limit", quantity: QUANTITY, price, lifetime: "ioc" } as const)
  const place = { kind: "place", id, instrument: 0, side, terms } as const
  return {
    kind: "placed",
    request: instead === undefined ? place : { kind: "replace", cancel: instead, place },
    purpose,
    author: { kind: purpose === "protection" ? "guard" : "strategy", name: "bench" },
    because: "it is its turn",
    cause: { row: 1, instrument: 0, price },
    asked: QUANTITY,
    answers: [{ rule: "halt", verdict: { answer: "allow" } }],
    ...(leave ? { leave } : {}),
  }
}

function* answered(
  at: number,
  { id, price }: { readonly id: OrderId; readonly price: ReturnType<typeof priceOf> },
): Generator<readonly [at: number, fact: Fact]> {
  const fill = {
    tradeId: id,
    price,
    quantity: QUANTITY,
    quoteUnits: BigInt(price) * 30_000n,
    feeAsset: "USDT",
    feeUnits: 1_000n,
    isMaker: false,
  }
  yield [at, { kind: "report", report: { kind: "accepted", id, at: at as Instant, venueId: id } }]
  yield [at, { kind: "report", report: { kind: "filled", id, at: at as Instant, fill } }]
}

const folder = mkdtempSync(path.join(tmpdir(), "genesis-bench-"))
try {
  const tape = minutesTape()
  const file = path.join(folder, "journal.sqlite")
  const journal = await SqliteJournal.open(file, { mode: "write" })
  for (const [at, fact] of facts(tape)) {
    journal.append({ at: at as Instant, kind: fact.kind, rows: 0, body: encodeFact(fact) })
  }
  journal.commit()
  journal.close()

  const page = path.join(folder, "report.html")
  const begun = performance.now()
  const chronicle = await readRun(file)
  const period = wholePeriod(chronicle.first, chronicle.last)
  const terms = { period, name: "bench", serverMonthly: "5", tried: 1 }
  const sheet = tearSheet(chronicle, terms)
  if (sheet === undefined) throw new Error("there is nothing to report")
  const span = (sheet.last - sheet.first) as Duration
  const interval = intervalFor(sheet.trades, { bar: minutes(1), span })
  const assets = reportAssets()
  writeFileSync(page, reportPage(sheet, { candles: candlesOf(tape, interval), assets }))
  const report = (performance.now() - begun) / 1000

  const started = performance.now()
  const again = await readRun(file)
  writeFileSync(path.join(folder, "trades.csv"), csvText(tradesTable(again, period)))
  const exported = (performance.now() - started) / 1000
  const megabytes = statSync(page).size / 1e6
  const trades = sheet.trades.length
  process.stdout.write(
    `${JSON.stringify({ trades, lines: sheet.lines, report, exported, megabytes })}\n`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
