import { existsSync } from "node:fs"
import { decodeFact } from "../engine/records.ts"
import { SqliteJournal } from "../storage/sqlite/journal.ts"
import type { Instant } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"
import { hours } from "../value/time.ts"
import { filesOfAccount } from "./account-files.ts"
import { foldJournal } from "./fold.ts"

/** One thing that must be shown before real money is at stake (TIER-1, ANLY-33). */
export interface Requirement {
  readonly what: string
  readonly has: string
  readonly isMet: boolean
}

const PAPER_HOURS = 72
const ALONE_HOURS = 24
const PAPER_TRIPS = 10
/** Between two lines of a session that runs lie at most so many microseconds: it takes its worth each minute. */
const GAP_MOST = hours(1)

/**
 * What the accounts in the home folder have shown so far. The gate opens on a stored, signed-off
 * record of all of it (TIER-1); this program writes none yet, so it stays shut and says what is missing.
 */
async function systemGate(home: string): Promise<readonly Requirement[]> {
  const paper = await shownBy(home, "paper")
  const testnet = await shownBy(home, "live-testnet")
  return [
    {
      what: `${PAPER_TRIPS} round trips on paper`,
      has: `${paper.trips}`,
      isMet: paper.trips >= PAPER_TRIPS,
    },
    {
      what: `${PAPER_HOURS} hours of paper trading`,
      has: `${Math.floor(paper.wholeHours)}`,
      isMet: paper.wholeHours >= PAPER_HOURS,
    },
    {
      what: `${ALONE_HOURS} hours of it without a hand on it`,
      has: `${Math.floor(paper.aloneHours)}`,
      isMet: paper.aloneHours >= ALONE_HOURS,
    },
    {
      what: "a round trip with real order calls on the test network",
      has: testnet.trips > 0 ? "done" : "none",
      isMet: testnet.trips > 0,
    },
    { what: "a signed record of this gate", has: "none", isMet: false },
  ]
}

/** @throws Problem `SYSTEM_GATE_SHUT`, saying what is missing */
export async function requireGate(home: string): Promise<void> {
  const missing = (await systemGate(home)).filter(({ isMet }) => !isMet)
  if (missing.length === 0) return
  const list = missing.map(({ what, has }) => `${what} (so far: ${has})`).join("; ")
  throw new Problem({
    code: "SYSTEM_GATE_SHUT",
    what: "Real money is not traded yet: the system gate is shut.",
    why: `It opens when the whole chain has been shown to work. Missing: ${list}.`,
    next: 'Let "genesis paper" run, then "genesis live --testnet". Neither puts money at stake.',
  })
}

interface Shown {
  readonly trips: number
  readonly wholeHours: number
  /** The longest stretch without a command. */
  readonly aloneHours: number
}

async function shownBy(home: string, account: string): Promise<Shown> {
  const { journal: file } = filesOfAccount(home, account)
  if (!existsSync(file)) return { trips: 0, wholeHours: 0, aloneHours: 0 }
  const journal = await SqliteJournal.open(file, { mode: "read" })
  try {
    const { books } = foldJournal(journal.records())
    return { trips: books.ledger.trades().length, ...timesIn(journal) }
  } finally {
    journal.close()
  }
}

function timesIn(journal: SqliteJournal): Omit<Shown, "trips"> {
  let last: Instant | undefined
  let [whole, alone, longest] = [0, 0, 0]
  for (const { at, kind, body } of journal.records()) {
    const span = last === undefined ? 0 : at - last
    const isStretch = span >= 0 && span <= GAP_MOST
    if (isStretch) whole += span
    const fact = kind === "command" ? decodeFact(body) : undefined
    alone = isStretch && fact === undefined ? alone + span : 0
    longest = Math.max(longest, alone)
    last = at
  }
  const hour = hours(1)
  return { wholeHours: whole / hour, aloneHours: longest / hour }
}
