import { existsSync } from "node:fs"
import { SqliteJournal } from "../storage/sqlite/journal.ts"
import type { JournalRecord } from "../engine/ports.ts"
import { decodeFact } from "../engine/records.ts"
import type { Instant } from "../value/brand.ts"
import { moneyText } from "../value/amounts.ts"
import { Problem } from "../value/problem.ts"
import { NEVER } from "../value/time.ts"
import { filesOfAccount } from "./account-files.ts"
import { type Build, thisBuild } from "./build.ts"
import { type Evidence, evidenceIn, isOnWallClock } from "./gate-evidence.ts"
import {
  GATE_SENTENCE,
  type GateRecord,
  readGateRecord,
  type Witness,
  writeGateRecord,
} from "./gate-record.ts"
import { AccountSeal } from "./account-seal.ts"

/** One thing that must be shown before real money is at stake (TIER-1, ANLY-33). */
export interface Requirement {
  readonly id: "TIER-1" | "ANLY-33"
  readonly what: string
  readonly has: string
  readonly isMet: boolean
}

/** What was looked at, and what it came to. */
export interface GateView {
  readonly criteria: readonly Requirement[]
  readonly paper: Witness | undefined
  readonly orders: Witness | undefined
}

const PAPER = "paper"
/** Real order calls: on the test network, or at the simulated exchange by the same protocol. */
const ORDER_ACCOUNTS = ["live-testnet", "live-local"]

/** Everything that the gate asks for, and what the accounts in the home folder have shown. */
export async function systemGate(home: string, build: Build = thisBuild()): Promise<GateView> {
  const paper = await shownBy(home, PAPER, build)
  const orders = await ordersShown(home)
  return {
    criteria: [...paperCriteria(paper), orderCriterion(orders)],
    paper: paper?.witness,
    orders: orders?.witness,
  }
}

/**
 * Signs what the accounts have shown, and keeps the record.
 * @param sentence as it was typed
 * @returns the file it lies in
 * @throws Problem `SYSTEM_GATE_SHUT`, `NOT_CONFIRMED`
 */
export async function signGate(
  home: string,
  told: { readonly sentence: string; readonly now: Instant; readonly build?: Build },
): Promise<string> {
  const build = told.build ?? thisBuild()
  const { criteria, paper, orders } = await systemGate(home, build)
  const missing = criteria.filter(({ isMet }) => !isMet)
  if (missing.length > 0 || !paper || !orders) throw shut(missing)
  if (told.sentence.trim() !== GATE_SENTENCE) {
    throw new Problem({
      code: "NOT_CONFIRMED",
      what: "The gate was not signed.",
      why: "The sentence was not typed word by word.",
      next: `Type it with --sign: "${GATE_SENTENCE}".`,
    })
  }
  return writeGateRecord(home, {
    version: 1,
    signedAt: told.now,
    sentence: GATE_SENTENCE,
    build: build.digest,
    paper,
    orders,
    criteria: criteria.map((it) => ({ ...it, isMet: true as const })),
  })
}

/** @throws Problem `SYSTEM_GATE_SHUT`, saying what is missing */
export async function requireGate(home: string, build: Build = thisBuild()): Promise<void> {
  const record = readGateRecord(home)
  const signed = await signedBy(home, record, build)
  // What was shown and signed stays shown: a paper account may go on, stop, or lose since.
  if (signed.isMet) return
  const { criteria } = await systemGate(home, build)
  throw shut([...criteria, signed].filter(({ isMet }) => !isMet))
}

/** Whether the record is of this build and of journals that are what they were. */
async function signedBy(
  home: string,
  record: GateRecord | string,
  build: Build,
): Promise<Requirement> {
  const of = (has: string): Requirement => ({
    id: "TIER-1",
    what: "a signed record of this gate",
    has,
    isMet: has === "signed",
  })
  if (typeof record === "string") return of(record)
  if (record.build !== build.digest) return of("one of another build")
  for (const witness of [record.paper, record.orders]) {
    if (!(await stands(home, witness))) return of("one whose journals are not there any more")
  }
  // A record is believed for what its journals say, not for what it says itself.
  const shown = await shownUpTo(home, record.paper, build)
  const isShown = paperCriteria(shown).every(({ isMet }) => isMet)
  const hasOrders = orderCriterion(await ordersShown(home, record.orders)).isMet
  return of(isShown && hasOrders ? "signed" : "one that its journals do not bear out")
}

interface Shown {
  readonly evidence: Evidence
  readonly isOnWallClock: boolean
  readonly isSealed: boolean
  readonly witness: Witness
}

/** What an account shows; undefined where there is none. */
async function shownBy(home: string, account: string, build: Build): Promise<Shown | undefined> {
  return await looked(home, account, (records) => [...records], build)
}

async function shownUpTo(home: string, witness: Witness, build: Build): Promise<Shown | undefined> {
  const upTo = (records: Iterable<JournalRecord>): readonly JournalRecord[] =>
    [...records].filter(({ seq }) => seq <= witness.seq)
  const shown = await looked(home, witness.account, upTo, build)
  // It was on the wall's clock when it was signed; its file was written since.
  return shown && { ...shown, isOnWallClock: true }
}

async function looked(
  home: string,
  account: string,
  choose: (records: Iterable<JournalRecord>) => readonly JournalRecord[],
  { deployedAt }: Build,
): Promise<Shown | undefined> {
  const { journal: file } = filesOfAccount(home, account)
  if (!existsSync(file)) return undefined
  const journal = await SqliteJournal.open(file, { mode: "read" })
  try {
    const records = choose(journal.records())
    const [first] = records
    const last = records.at(-1)
    if (first === undefined || last === undefined) return undefined
    const evidence = evidenceIn(records, deployedAt)
    return {
      evidence,
      isOnWallClock: isOnWallClock(file, evidence),
      isSealed: AccountSeal.isWhole(home, journal),
      witness: { account, seq: last.seq, hash: last.hash, first: first.hash },
    }
  } finally {
    journal.close()
  }
}

/** The line that a record names is still there, after the same first one. */
async function stands(home: string, { account, seq, hash, first }: Witness): Promise<boolean> {
  const { journal: file } = filesOfAccount(home, account)
  if (!existsSync(file)) return false
  const journal = await SqliteJournal.open(file, { mode: "read" })
  try {
    const hashAt = (from: number): string | undefined => {
      for (const record of journal.records(from)) return record.hash
      return undefined
    }
    return hashAt(1) === first && hashAt(seq) === hash
  } finally {
    journal.close()
  }
}

async function ordersShown(
  home: string,
  witness?: Witness,
): Promise<(Shown & { readonly isReal: boolean }) | undefined> {
  for (const account of witness ? [witness.account] : ORDER_ACCOUNTS) {
    let place: unknown
    const choose = (records: Iterable<JournalRecord>): readonly JournalRecord[] => {
      const all = [...records].filter(({ seq }) => witness === undefined || seq <= witness.seq)
      const header = all[0] && decodeFact(all[0].body)
      const exchange = header?.kind === "header" ? header.settings["exchange"] : undefined
      place = (exchange as { place?: unknown } | undefined)?.place
      return all
    }
    const shown = await looked(home, account, choose, { digest: "", deployedAt: NEVER })
    if (shown && shown.evidence.trips > 0) {
      return { ...shown, isReal: place === "testnet" || place === "local" }
    }
  }
  return undefined
}

function paperCriteria(shown: Shown | undefined): readonly Requirement[] {
  const it = shown?.evidence
  const one = (
    id: Requirement["id"],
    what: string,
    has: string | undefined,
    isMet: boolean | undefined,
  ): Requirement => ({ id, what, has: has ?? "none", isMet: isMet === true })
  const whole = (n: number | undefined): string => String(Math.floor(n ?? 0))
  return [
    one("TIER-1", "10 round trips on paper", whole(it?.trips), it && it.trips >= 10),
    one(
      "TIER-1",
      "72 hours of paper trading on this build",
      whole(it?.hours),
      it && it.hours >= 72,
    ),
    one(
      "TIER-1",
      "24 hours of it without a hand on it",
      whole(it?.aloneHours),
      it && it.aloneHours >= 24,
    ),
    one(
      "TIER-1",
      "95 % uptime in its last 72 hours",
      it && `${(Math.floor(it.uptime * 1_000) / 10).toFixed(1)} %`,
      it && it.uptime >= 0.95,
    ),
    one(
      "TIER-1",
      "every order past all six rules of the gate",
      it && (it.ungated === 0 ? "all" : `${it.ungated} were not`),
      it && it.ungated === 0,
    ),
    one(
      "TIER-1",
      "every line in its journal, sealed, on the clock of the wall",
      shown && clockText(shown),
      shown && shown.isSealed && shown.isOnWallClock,
    ),
    one(
      "ANLY-33",
      "three winning days in a row, or no loss",
      it && `${it.winningDays} days, ${moneyText(it.gainUnits)}`,
      it && (it.winningDays >= 3 || it.gainUnits >= 0n),
    ),
    one(
      "ANLY-33",
      "no difference between books and exchange",
      it && String(it.findings),
      it && it.findings === 0,
    ),
  ]
}

function clockText({ isSealed, isOnWallClock: isOnClock }: Shown): string {
  if (!isSealed) return "a journal that is not the one that was sealed"
  return isOnClock ? "so" : "a session that ran faster, or of other days"
}

function orderCriterion(shown: (Shown & { readonly isReal: boolean }) | undefined): Requirement {
  const isMet =
    shown !== undefined && shown.isReal && shown.isSealed && shown.evidence.ungated === 0
  return {
    id: "TIER-1",
    what: "a round trip with real order calls, on the test network or the simulated exchange",
    has: shown === undefined ? "none" : isMet ? `done (${shown.witness.account})` : "not sealed",
    isMet,
  }
}

function shut(missing: readonly Requirement[]): Problem {
  const list = missing.map(({ what, has }) => `${what} (so far: ${has})`).join("; ")
  return new Problem({
    code: "SYSTEM_GATE_SHUT",
    what: "Real money is not traded yet: the system gate is shut.",
    why: `It opens when the whole chain has been shown to work. Missing: ${list}.`,
    next: 'Let "genesis paper" run, then "genesis live --testnet"; "genesis gate" shows how far it is. None of them puts money at stake.',
  })
}
