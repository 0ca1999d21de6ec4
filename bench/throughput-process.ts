import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { Books } from "../src/engine/books.ts"
import { Correlations } from "../src/engine/correlations.ts"
import { Dealer } from "../src/engine/dealer.ts"
import { Lane } from "../src/engine/lane.ts"
import { Outbox } from "../src/engine/outbox.ts"
import { Turn } from "../src/engine/turn.ts"
import { valuesFor } from "../src/engine/valuation.ts"
import { QUOTE } from "../src/market/tape.ts"
import { roundPrice } from "../src/market/instrument.ts"
import { Tape } from "../src/market/tape.ts"
import { isFinal } from "../src/order/order.ts"
import type { Notice } from "../src/order/notice.ts"
import type { Report, Survey } from "../src/order/report.ts"
import { CEILINGS } from "../src/risk/limits.ts"
import { endpointsFor } from "../src/session/endpoints.ts"
import { HeldJournal, HeldVenue } from "../src/session/held.ts"
import { Inquiry } from "../src/session/inquiry.ts"
import { readInstruments } from "../src/session/live-account.ts"
import { steadyClock } from "../src/session/live-drive.ts"
import { LiveLine } from "../src/session/live-line.ts"
import { SqliteJournal } from "../src/storage/sqlite/journal.ts"
import { type Duration, quantityOf, ratioOf } from "../src/value/brand.ts"
import { days, minutes, seconds } from "../src/value/time.ts"
import { AccountKey } from "../src/venue/binance/signature.ts"
import { EXCHANGE_KEYS, ExchangeProcess } from "../tests/support/exchange-process.ts"
import { quantile } from "./measure.ts"

// Orders a second through everything that an order goes through: its wish, the gate's six rules, the
// durable journal, a signed request over a real socket, an exchange in a process of its own, and the
// answer, journaled and booked. Several orders share one turn, and so one sync of the disk. The
// exchange publishes limits that are wide enough, and the gate keeps to what it publishes; fewer are on
// their way at once than the 200 that one market takes.

const [ORDERS = 15_000, IN_FLIGHT = 190] = process.argv.slice(2).map(Number)
/** The first are slow, since nothing is compiled yet. */
const WARM = Math.floor(ORDERS / 5)
const UNITS = 100_000_000n

const home = mkdtempSync(path.join(tmpdir(), "genesis-bench-"))
const funds = ["--balance", "USDT=1000", "--balance", "BTC=100"]
const limits = ["--orders", "100000", "--weight", "10000000"]
const exchange = await ExchangeProcess.open(home, ...funds, ...limits)
const endpoints = endpointsFor({ isTestnet: false, base: exchange.rest })
const key = new AccountKey({
  name: EXCHANGE_KEYS.GENESIS_BINANCE_TESTNET_KEY,
  secret: EXCHANGE_KEYS.GENESIS_BINANCE_TESTNET_SECRET,
})
const inquiry = new Inquiry({ rest: exchange.rest, key, clock: steadyClock })
const instruments = await readInstruments(inquiry, ["BTCUSDT"])
const [instrument] = instruments
const tape = new Tape(instruments)
const books = new Books({ instruments, accountAsset: "USDT" })
const lane = new Lane(instrument)
const journal = await SqliteJournal.open(path.join(home, "journal"), { mode: "write" })
const held = new HeldJournal(journal)
const turn = new Turn({ journal: held, books, onFact: undefined })
const answered: (Report | Survey | Notice)[] = []
const line = new LiveLine({
  endpoints,
  key,
  tape,
  clock: steadyClock,
  seed: 1,
  wake: () => {},
  onAnswer: (answer) => void answered.push(answer),
})
const venue = new HeldVenue(line.venue)
const outbox = new Outbox({ journal: held, venue })
const settings = {
  run: "bench",
  strategyName: "bench",
  accountAsset: "USDT",
  limits: CEILINGS,
  takerFee: ratioOf(1_000),
  sampleEvery: minutes(1),
  surveyEvery: days(1),
  staleAfter: () => seconds(2),
  barInterval: () => 0 as Duration,
  isSpoiling: false,
  asksForPractice: false,
}
const dealer = new Dealer({
  settings,
  books,
  lanes: [lane],
  turn,
  outbox,
  watch: new Correlations([lane]),
})

const wishedAt = new Map<string, number>()
const tookUs: number[] = []
let [done, commits, committed, row] = [0, 0, 0, 0]
let started = { at: 0, cpu: process.cpuUsage() }

const isDone = (): boolean => done >= ORDERS

function read(): void {
  for (; row < tape.end; row++) {
    const i = row - tape.first
    if (tape.kind[i] !== QUOTE) continue
    lane.bid = tape.a[i]
    lane.ask = tape.c[i]
    lane.last = tape.a[i]
    lane.pricedAt = tape.seen[i]
  }
}

function hear(answer: Report | Survey | Notice): void {
  if (answer.kind === "notice") return void turn.record({ kind: "noticed", notice: answer })
  if (answer.kind === "survey" || !books.isNews(answer)) return
  const priced = { books, lanes: [lane], accountAsset: "USDT" }
  const values = valuesFor(answer, priced)
  const changes = turn.record({ kind: "report", report: answer, ...(values ? { values } : {}) })
  for (const { after } of changes) {
    const began = wishedAt.get(after.id)
    if (!isFinal(after) || began === undefined) continue
    if (after.status !== "filled" && after.status !== "expired") {
      throw new Error(`${after.id} came to its end as ${after.status}`)
    }
    wishedAt.delete(after.id)
    tookUs.push((performance.now() - began) * 1_000)
    if (++done === WARM) started = { at: performance.now(), cpu: process.cpuUsage() }
  }
}

/** The least that can be sold, at once, at a price that is met. */
function wish(): void {
  const price = roundPrice(instrument, lane.bid * 0.999, "sell")
  const least = Number(instrument.filters.minNotional) / 10 ** instrument.quote.scale
  const scale = 10 ** (instrument.priceScale + instrument.quantityScale)
  const quantity = quantityOf(Math.ceil((1.2 * least * scale) / price))
  const id = `bench-${turn.nextLine}`
  const began = performance.now()
  const isAdmitted = dealer.admit({
    purpose: "exit",
    author: { kind: "strategy", name: "bench" },
    because: "it is measured",
    instrument,
    side: "sell",
    terms: { type: "limit", quantity, price, lifetime: "ioc" },
    cause: { row: turn.rows, instrument: 0, price },
  })
  if (!isAdmitted) throw new Error(`The gate refused an order of ${quantity} at ${price}.`)
  wishedAt.set(id, began)
}

function oneTurn(): void {
  line.take()
  turn.now = line.now
  read()
  for (const answer of answered.splice(0)) hear(answer)
  const isReady = line.state === "connected" && books.outside.pace.perTenSeconds > 50_000
  if (isReady && lane.bid > 0) {
    for (let i = wishedAt.size; i < IN_FLIGHT && !isDone(); i++) wish()
  }
  outbox.release()
  held.settle()
  if (journal.seq > committed) commits++
  committed = journal.seq
  venue.settle()
  line.settle()
}

try {
  turn.now = steadyClock()
  for (const [asset, units, costUnits] of [
    ["USDT", 1_000n, 1_000n],
    ["BTC", 100n, 6_000_000n],
  ] as const) {
    turn.record({ kind: "deposit", asset, units: units * UNITS, costUnits: costUnits * UNITS })
  }
  line.start()
  const deadline = performance.now() + 120_000
  while (!isDone()) {
    oneTurn()
    if (performance.now() > deadline) throw new Error(`${done} orders in two minutes`)
    await new Promise((resolve) => void setImmediate(resolve))
  }
  const { user, system } = process.cpuUsage(started.cpu)
  const cpuUs = (user + system) / (done - WARM)
  const perSecond = (done - WARM) / ((performance.now() - started.at) / 1_000)
  const p50 = quantile(tookUs.slice(WARM), 0.5) / 1_000
  const p99 = quantile(tookUs.slice(WARM), 0.99) / 1_000
  const placed = books.placed
  process.stdout.write(
    `${JSON.stringify({ perSecond, p50, p99, cpuUs, aCommit: placed / commits })}\n`,
  )
} finally {
  line.close()
  journal.close()
  await exchange.end()
  rmSync(home, { recursive: true, force: true })
}
