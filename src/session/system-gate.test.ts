import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { instrumentOf } from "../../tests/support/instrument.ts"
import { Books } from "../engine/books.ts"
import { encodeFact, type Fact } from "../engine/records.ts"
import { RULES } from "../order/verdict.ts"
import { SqliteJournal } from "../storage/sqlite/journal.ts"
import { DOLLAR } from "../value/amounts.ts"
import { instantOf } from "../value/brand.ts"
import { hours, later, minutes, seconds } from "../value/time.ts"
import { filesOfAccount } from "./account-files.ts"
import type { Build } from "./build.ts"
import { GATE_SENTENCE } from "./gate-record.ts"
import { DEFAULT_PLAN, headerOf } from "./plan.ts"
import { requireGate, signGate, systemGate } from "./system-gate.ts"
import { AccountSeal } from "./account-seal.ts"

const NOW = instantOf(Date.now() * 1_000)
const BUILD: Build = { digest: "a-build", deployedAt: instantOf(NOW - hours(1)) }
let home = ""

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-gate-"))
})
afterEach(() => rmSync(home, { recursive: true }))

interface Life {
  readonly account?: string
  readonly lasts?: number
  readonly trips?: number
  readonly place?: string
  /** Facts in the middle of it. */
  readonly among?: readonly Fact[]
  readonly isSealed?: boolean
  /** What each trip brings, dollars. */
  readonly gain?: number
  readonly isWrittenAt?: number
}

const answers = RULES.map((rule) => ({ rule, verdict: { answer: "allow" } as const }))

function trip(n: number, gain: number): readonly Fact[] {
  const common = {
    author: { kind: "strategy", name: "s" },
    because: "a test",
    cause: { row: 1, instrument: 0, price: 1_000_000 },
    answers,
    asked: 200,
  }
  const place = (id: string, side: string) => ({
    kind: "place",
    id,
    instrument: 0,
    side,
    terms: { type: "limit", quantity: 200, price: 1_000_000, lifetime: "ioc" },
  })
  const fill = (id: string, tradeId: string, quote: bigint) => ({
    kind: "report",
    report: {
      kind: "filled",
      id,
      at: NOW,
      fill: {
        tradeId,
        price: 1_000_000,
        quantity: 200,
        quoteUnits: quote,
        feeAsset: "USDT",
        feeUnits: 0n,
        isMaker: false,
      },
    },
  })
  const [buy, sell] = [`b-${n}`, `s-${n}`]
  return [
    {
      kind: "placed",
      request: place(buy, "buy"),
      purpose: "entry",
      leave: { stop: 980_000 },
      ...common,
    },
    fill(buy, `${n}1`, 20n * DOLLAR),
    { kind: "placed", request: place(sell, "sell"), purpose: "exit", ...common },
    fill(sell, `${n}2`, BigInt(20 + gain) * DOLLAR),
  ] as unknown as readonly Fact[]
}

/** As a session of the account leaves it. */
function sealed(journal: SqliteJournal): void {
  const books = new Books({ instruments: [instrumentOf()], accountAsset: "USDT" })
  new AccountSeal({ folders: [home], identity: journal.digest }).mark(journal, books)
}

/** A journal of so many hours, a line every ten minutes. */
async function lived(told: Life = {}): Promise<string> {
  const { account = "paper", lasts = 73, trips = 12, gain = 0, among = [] } = told
  const { journal: file } = filesOfAccount(home, account)
  mkdirSync(path.dirname(file), { recursive: true })
  const journal = await SqliteJournal.open(file, { mode: "write" })
  const plan = {
    ...DEFAULT_PLAN,
    mode: "paper",
    run: account.replace("-", "_"),
    strategy: "s",
    params: {},
  } as const
  const { settings, ...head } = headerOf(plan, [instrumentOf()])
  const exchange = told.place === undefined ? {} : { exchange: { place: told.place } }
  let at = NOW
  let worth = 1_000n * DOLLAR
  const write = (fact: Fact): void => {
    journal.append({ at, kind: fact.kind, rows: 0, body: encodeFact(fact) })
  }
  write({ ...head, settings: { ...settings, ...exchange } })
  write({ kind: "deposit", asset: "USDT", units: worth, costUnits: worth })
  write({ kind: "started", reason: "new" })
  const steps = lasts * 6
  for (let i = 1; i <= steps; i++) {
    at = later(NOW, minutes(10 * i))
    if (i <= trips) {
      for (const fact of trip(i, gain)) write(fact)
      worth += BigInt(gain) * DOLLAR
    }
    if (i === Math.floor(steps / 2)) for (const fact of among) write(fact)
    write({ kind: "sample", equityUnits: worth })
  }
  journal.commit()
  if (told.isSealed !== false) sealed(journal)
  journal.close()
  const written = (told.isWrittenAt ?? at) / 1e6
  utimesSync(file, written, written)
  return file
}

const ordersShown = (told: Life = {}): Promise<string> =>
  lived({ account: "live-testnet", place: "testnet", trips: 1, lasts: 1, ...told })
const missing = async (): Promise<readonly string[]> =>
  (await systemGate(home, BUILD)).criteria.filter(({ isMet }) => !isMet).map(({ what }) => what)
const sign = (sentence = GATE_SENTENCE): Promise<string> =>
  signGate(home, { sentence, now: NOW, build: BUILD })
const shut = { code: "SYSTEM_GATE_SHUT" }

describe("TIER-1, ANLY-33: the system gate", () => {
  it("is shut where nothing was shown, and names everything that is missing", async () => {
    expect(await missing()).toHaveLength(9)
    await expect(requireGate(home, BUILD)).rejects.toMatchObject(shut)
  })

  it("opens with a record that was signed, and for the build that was shown only", async () => {
    await lived()
    await ordersShown()
    expect(await missing()).toEqual([])
    await expect(requireGate(home, BUILD)).rejects.toMatchObject(shut)
    await sign()
    await expect(requireGate(home, BUILD)).resolves.toBeUndefined()
    const other = { ...BUILD, digest: "another-build" }
    await expect(requireGate(home, other)).rejects.toMatchObject(shut)
  })

  it("is not signed by another sentence, nor while something is missing", async () => {
    await lived()
    await expect(sign()).rejects.toMatchObject(shut)
    await ordersShown()
    await expect(sign("yes")).rejects.toMatchObject({ code: "NOT_CONFIRMED" })
    await expect(requireGate(home, BUILD)).rejects.toMatchObject(shut)
  })

  const refusedOrder = {
    ...(trip(99, 0)[0] as object),
    answers: answers.slice(1),
  } as unknown as Fact
  it.each<readonly [string, Life, string]>([
    ["too few round trips", { trips: 9 }, "10 round trips on paper"],
    ["too few hours", { lasts: 71 }, "72 hours of paper trading on this build"],
    [
      "a hand on it in the middle",
      { lasts: 47, among: [{ kind: "command", command: { kind: "reconcile" } }] },
      "24 hours of it without a hand on it",
    ],
    [
      "a process that died after the trips",
      { among: [{ kind: "started", reason: "restart" }] },
      "10 round trips on paper",
    ],
    [
      "a difference that stands",
      { among: [{ kind: "finding", code: "balance-differs", what: "it differs", asset: "USDT" }] },
      "no difference between books and exchange",
    ],
    ["a loss", { gain: -1 }, "three winning days in a row, or no loss"],
    [
      "an order that a rule was not asked about",
      { among: [refusedOrder] },
      "every order past all six rules of the gate",
    ],
    [
      "a session that ran faster than the wall's clock",
      { isWrittenAt: later(NOW, seconds(60)) },
      "every line in its journal, sealed, on the clock of the wall",
    ],
    [
      "a journal that was put there by hand",
      { isSealed: false },
      "every line in its journal, sealed, on the clock of the wall",
    ],
  ])("is not opened by %s", async (_, life, what) => {
    await lived(life)
    await ordersShown()
    expect(await missing()).toContain(what)
    await expect(sign()).rejects.toMatchObject(shut)
  })

  it("counts no hours that ran before this build was put here", async () => {
    await lived()
    const build = { ...BUILD, deployedAt: later(NOW, hours(10)) }
    const { criteria } = await systemGate(home, build)
    expect(criteria.find(({ what }) => what.startsWith("72 hours"))).toMatchObject({
      has: "63",
      isMet: false,
    })
  })

  it("takes no round trip from an account that gave no real orders", async () => {
    await lived()
    await lived({ account: "live-testnet", trips: 1, lasts: 1 })
    expect(await missing()).toHaveLength(1)
  })
})

describe("a forged record", () => {
  const record = (): string => path.join(home, "system-gate.json")
  async function signed(): Promise<void> {
    await lived()
    await ordersShown()
    await sign()
  }

  it("is not believed when a word of it was changed", async () => {
    await signed()
    writeFileSync(record(), readFileSync(record(), "utf8").replace("a-build", "b-build"))
    const build = { ...BUILD, digest: "b-build" }
    await expect(requireGate(home, build)).rejects.toMatchObject(shut)
  })

  it("is not believed where its journals are not, or are others", async () => {
    await signed()
    const kept = path.join(home, "kept.json")
    copyFileSync(record(), kept)
    rmSync(path.join(home, "paper"), { recursive: true })
    await expect(requireGate(home, BUILD)).rejects.toMatchObject(shut)
    await lived({ trips: 13 })
    copyFileSync(kept, record())
    await expect(requireGate(home, BUILD)).rejects.toMatchObject(shut)
  })

  it("is not believed where its journals do not bear it out, whatever it says itself", async () => {
    await signed()
    const honest = readFileSync(record(), "utf8")
    rmSync(path.join(home, "paper"), { recursive: true })
    rmSync(path.join(home, "live-testnet"), { recursive: true })
    await lived({ trips: 1 })
    await ordersShown()
    const { paper, orders } = await systemGate(home, BUILD)
    // Made with the program's own hand: only what it rests on is not so.
    const { writeGateRecord, readGateRecord } = await import("./gate-record.ts")
    writeFileSync(record(), honest)
    const read = readGateRecord(home)
    if (typeof read === "string" || !paper || !orders) throw new Error("there is no record")
    writeGateRecord(home, { ...read, paper, orders })
    await expect(requireGate(home, BUILD)).rejects.toMatchObject(shut)
  })

  it("stays good while the paper account goes on", async () => {
    await signed()
    const { journal: file } = filesOfAccount(home, "paper")
    const journal = await SqliteJournal.open(file, { mode: "write" })
    const at = later(NOW, hours(100))
    const fact: Fact = { kind: "finding", code: "order-foreign", what: "later trouble" }
    journal.append({ at, kind: fact.kind, rows: 0, body: encodeFact(fact) })
    journal.commit()
    journal.close()
    await expect(requireGate(home, BUILD)).resolves.toBeUndefined()
  })
})
