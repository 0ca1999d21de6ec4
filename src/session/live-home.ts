import { mkdirSync, existsSync } from "node:fs"
import path from "node:path"
import { readRecording, Recorder } from "../catalog/recorder.ts"
import { Books } from "../engine/books.ts"
import type { Act } from "../tilt/act.ts"
import type { Command, Header } from "../engine/records.ts"
import { Tape } from "../market/tape.ts"
import type { Report, Survey } from "../order/report.ts"
import { makeStrategy } from "../strategy/catalogue/catalogue.ts"
import type { Instant } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"
import { filesOfAccount } from "./account-files.ts"
import { assetsOf, readDeposits, readFees, readInstruments, withFeeMarket } from "./live-account.ts"
import type { Endpoints } from "./endpoints.ts"
import { checkClock, checkKey, checkReach, checkSystem } from "./exchange-checks.ts"
import type { Finding } from "./finding.ts"
import type { Folded } from "./fold.ts"
import { Inquiry } from "./inquiry.ts"
import { LiveLine } from "./live-line.ts"
import { LiveSession } from "./live-session.ts"
import type { OpenSession } from "./open-session.ts"
import type { SessionListener } from "./paper.ts"
import { headerOf, type Plan, planOfHeader } from "./plan.ts"
import { Weather } from "./weather.ts"
import { recall, SnapshotKeeper } from "./recall.ts"
import { Pulse } from "./pulse.ts"
import { heldToSeal } from "./held-to-seal.ts"
import { requireGate } from "./system-gate.ts"
import { TierSeal } from "./tier-seal.ts"
import { SessionWatch } from "./watch.ts"
import type { AccountKey } from "../venue/binance/signature.ts"

/** What a live session is to be; what a journal already says of it wins. */
export interface LiveWish {
  readonly home: string
  /** Folder of the account inside the home. */
  readonly name: string
  readonly plan: Plan
  readonly symbols: readonly string[]
  readonly endpoints: Endpoints
  readonly key: AccountKey
  /** Our own time, from a clock that never goes back. */
  readonly clock: () => Instant
  /** Something arrived: a turn is due. */
  readonly wake: () => void
  /** To trade, or only to sell what is held: that lowers risk, and so asks for less. */
  readonly purpose: "trade" | "close"
  /** Told of each thing that was looked at before the start. */
  readonly onFinding: (finding: Finding) => void
}

/** A live session with its files and its line open. Whoever has it drives it, and closes it. */
export interface OpenLive extends OpenSession {
  /** What has arrived is taken and made durable; what follows is let out. */
  turn(): void
  command(command: Command): void
  /** What the trader did at the keyboard. */
  act(act: Act): void
  /** More has arrived than one turn takes. */
  readonly isBehind: boolean
  /** When a turn is due although nothing arrives, by our own clock. */
  readonly nextDue: Instant
  /** Keeps everything and lets the files go. Stops rest at the exchange. */
  close(): void
}

/** So much of the tape is kept at hand after a restart, to warm indicators up. */
const RECENT_ROWS = 600_000
/** Lines that a snapshot made trusted are verified while the session runs, so many in each turn. */
const VERIFIED_A_TURN = 500
const TAIL_AT_END = 5_000

/**
 * Opens a live session, when everything that it rests on has been looked at and is good: the gate,
 * the exchange, the clock, the key, the markets, the journal. Its books are compared with the
 * exchange's before entries open, as after every start.
 * @throws Problem `SYSTEM_GATE_SHUT`, `NOT_READY`, of the journal, of the exchange
 */
export async function openLive(wish: LiveWish): Promise<OpenLive> {
  const { home, name, endpoints, key, clock } = wish
  if (endpoints.place === "production" && wish.purpose === "trade") await requireGate(home)
  const inquiry = new Inquiry({ rest: endpoints.rest, key, clock })
  await requireReady(inquiry, wish)
  mkdirSync(path.join(home, name), { recursive: true, mode: 0o700 })
  const files = filesOfAccount(home, name)
  const watch = new SessionWatch()
  const hear: SessionListener = (fact, told) => watch.hear(fact, told)
  const { journal, folded, notes } = await recall(files.journal, { watch, hear })
  try {
    if (folded) requireSamePlace(folded, endpoints)
    const seal = new TierSeal(home)
    const found = folded ? heldToSeal(seal, journal, folded) : []
    const begun: Begun = folded
      ? resumed(folded, files.tape, wish.plan)
      : await opened(inquiry, wish)
    const { plan, tape, books } = begun
    const snapshots = new SnapshotKeeper({ journal, watch })
    const recorder = Recorder.open(files.tape, tape.instruments)
    const holder: { session?: LiveSession } = {}
    const known = assetsOf(tape.instruments, plan.accountAsset)
    const line = new LiveLine({
      endpoints,
      key,
      tape,
      clock,
      seed: plan.seed,
      wake: wish.wake,
      onAnswer: (answer, seen) => holder.session?.hear(ours(answer, known, books), seen),
    })
    const session = new LiveSession({
      plan,
      tape,
      books,
      strategy: makeStrategy(plan.strategy, plan.params),
      journal,
      recorder,
      venue: line.venue,
      start: startOf(line.now, folded, tape),
      onFact: (fact, at, seq) => hear(fact, { at, seq, books }),
      ...(begun.opening ? { opening: begun.opening } : {}),
    })
    holder.session = session
    const weather = new Weather((at, text) => watch.note(at, text))
    const pulse = new Pulse()
    line.start()
    const { strategy, capitalUnits } = plan
    const market = `${endpoints.place === "production" ? "Binance" : `Binance ${endpoints.place}`}, ${endpoints.rest}`
    return {
      engine: session.engine,
      plan,
      notes: [...notes, ...found],
      isResumed: folded !== undefined,
      journalFile: files.journal,
      isOver: false,
      health: () => line.health(),
      view: () => watch.view({ engine: session.engine, market, strategy, capitalUnits }),
      onEvent: (listener) => {
        watch.onEvent = listener
      },
      records: () => journal.records(),
      get isBehind() {
        return line.isBehind
      },
      get nextDue() {
        return line.nextDue
      },
      turn: () => {
        line.take()
        session.turn(line.now)
        pulse.beat(session, line.now)
        line.settle()
        weather.look(() => line.health(), session.now)
        snapshots.settle(books)
        seal.follow(journal, books.tiers.history.length)
        journal.verifyMore(VERIFIED_A_TURN)
      },
      command: (command) => {
        line.take()
        session.command(command, line.now)
        line.settle()
      },
      act: (act) => {
        line.take()
        session.act(act, line.now)
        line.settle()
      },
      close: () => {
        line.close()
        snapshots.settle(books, TAIL_AT_END)
        seal.mark(journal)
        recorder.close()
        journal.close()
      },
    }
  } catch (error) {
    journal.close()
    throw error
  }
}

/** Looks at everything; anything bad keeps the session from starting. @throws Problem `NOT_READY` */
async function requireReady(inquiry: Inquiry, wish: LiveWish): Promise<void> {
  const { place } = wish.endpoints
  const findings: Finding[] = []
  const note = (found: Finding | undefined): void => {
    if (found === undefined) return
    findings.push(found)
    wish.onFinding(found)
  }
  note(await checkReach(inquiry))
  if (findings[0]?.state !== "bad") {
    note(await checkClock(inquiry))
    note(await checkSystem(inquiry, place))
    if (wish.purpose === "trade") for (const found of await checkKey(inquiry, place)) note(found)
  }
  const wrong = findings.filter(({ state }) => state === "bad")
  if (wrong.length === 0) return
  throw new Problem({
    code: "NOT_READY",
    what: "The session was not started: something that it rests on is not as it must be.",
    why: wrong.map(({ what }) => what).join(" "),
    next: wrong.map(({ next }) => next ?? "").join(" "),
  })
}

interface Begun {
  readonly plan: Plan
  readonly tape: Tape
  readonly books: Books
  /** Of a new account: how its journal begins. */
  readonly opening?: Parameters<LiveSession["engine"]["start"]>[1]
}

/** The first day: the markets and the account as the exchange tells them. */
async function opened(inquiry: Inquiry, wish: LiveWish): Promise<Begun> {
  const { accountAsset } = wish.plan
  const symbols = await withFeeMarket(inquiry, wish.symbols, accountAsset)
  const instruments = await readInstruments(inquiry, symbols)
  const deposits = await readDeposits(inquiry, instruments, accountAsset)
  const fees = await readFees(inquiry, symbols[0] ?? "")
  const capitalUnits = deposits.reduce((sum, it) => sum + it.costUnits, 0n)
  const plan = { ...wish.plan, fees, capitalUnits }
  const tape = new Tape(instruments)
  const books = new Books({ instruments, accountAsset })
  const { settings, ...head } = headerOf(plan, instruments)
  const header = { ...head, settings: { ...settings, exchange: wish.endpoints } }
  return { plan, tape, books, opening: { reason: "new", header, deposits } }
}

/** Where the exchange of a live journal is; undefined for a journal of another kind. */
export function endpointsIn({ settings }: Header): Endpoints | undefined {
  return settings["exchange"] as Endpoints | undefined
}

/** @throws Problem `ACCOUNT_OF_OTHER_MARKET` */
function requireSamePlace({ header }: Folded, { place }: Endpoints): void {
  const was = endpointsIn(header)?.place
  if (was === place) return
  throw new Problem({
    code: "ACCOUNT_OF_OTHER_MARKET",
    what: `This account was trading ${was === undefined ? "on paper" : `at another exchange (${was})`}.`,
    why: "What it holds there is not here, so the two are never mixed.",
    next: "Name another account with --name.",
  })
}

/** A later day: everything as the journal says, on the tape that was recorded. */
function resumed({ header, books, rows }: Folded, file: string, other: Plan): Begun {
  const { instruments } = header
  const tape = existsSync(file) ? readRecording(file, RECENT_ROWS) : new Tape(instruments)
  // After a loss of power the last rows may be missing; the numbers of later ones must not change.
  if (tape.end < rows) tape.first = rows - tape.length
  return { plan: planOfHeader(header, other), tape, books }
}

/** Time goes on where it was: a clock that was put back does not put the journal's time back. */
function startOf(now: Instant, folded: Folded | undefined, tape: Tape): Instant {
  const seen = tape.length > 0 ? tape.seen[tape.length - 1] : -Infinity
  return Math.max(now, folded?.at ?? -Infinity, seen) as Instant
}

/** A survey without what lies on the account beside the assets that this session deals in. */
function ours(answer: Report | Survey, known: ReadonlySet<string>, books: Books): Report | Survey {
  if (answer.kind !== "survey") return answer
  const held = new Set(books.ledger.assets())
  const balances = answer.balances.filter(({ asset }) => known.has(asset) || held.has(asset))
  return { ...answer, balances }
}

/** A name for the orders of a journal: no other journal of the account has used it. */
export const runAt = (at: Instant): string => `g${Math.floor(at / 1e6).toString(36)}`
