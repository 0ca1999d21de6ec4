import { mkdirSync, existsSync } from "node:fs"
import path from "node:path"
import { readRecording, Recorder } from "../catalog/recorder.ts"
import { Books } from "../engine/books.ts"
import type { Act } from "../tilt/act.ts"
import type { Command, Header } from "../engine/records.ts"
import { Tape } from "../market/tape.ts"
import type { Notice } from "../order/notice.ts"
import type { Report, Survey } from "../order/report.ts"
import { makeStrategy } from "../strategy/catalogue/catalogue.ts"
import type { Instant } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"
import { filesOfAccount } from "./account-files.ts"
import { AccountSeal, type Claims } from "./account-seal.ts"
import { assetsOf, readDeposits, readFees, readInstruments, withFeeMarket } from "./live-account.ts"
import { hasTraded, readIdentity } from "./live-identity.ts"
import { requireBuild } from "./build.ts"
import type { Endpoints } from "./endpoints.ts"
import { checkClock, checkKey, checkReach, checkSystem } from "./exchange-checks.ts"
import type { Finding } from "./finding.ts"
import type { Folded } from "./fold.ts"
import { Inquiry } from "./inquiry.ts"
import { LiveLine } from "./live-line.ts"
import { LiveSession } from "./live-session.ts"
import type { OpenSession } from "./open-session.ts"
import type { SessionListener } from "./paper.ts"
import { headerOf, type Plan, planOfHeader, rulesOf } from "./plan.ts"
import { Weather } from "./weather.ts"
import { recall, SnapshotKeeper } from "./recall.ts"
import { Pulse } from "./pulse.ts"
import { requireGate } from "./system-gate.ts"
import { triedOf } from "./trials.ts"
import { SessionWatch } from "./watch.ts"
import type { SqliteJournal } from "../storage/sqlite/journal.ts"
import type { AccountKey } from "../venue/binance/signature.ts"

/** What a live session is to be; what a journal already says of it wins. */
export interface LiveWish {
  readonly home: string
  /** Folder of the account inside the home. */
  readonly name: string
  /** Where seals are kept beside the home: a home that is restored or deleted does not take them along. */
  readonly sealsAt?: string
  /** Fingerprint of the program, where it is to be recorded (TILT-63). */
  readonly build?: string
  readonly plan: Plan
  readonly symbols: readonly string[]
  readonly endpoints: Endpoints
  /** Asked for once nothing is in the way: nobody types a passphrase in vain. */
  readonly openKey: () => Promise<AccountKey>
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
  const { home, name, endpoints, clock } = wish
  if (endpoints.place === "production" && wish.purpose === "trade") await requireGate(home)
  const key = await wish.openKey()
  const inquiry = new Inquiry({ rest: endpoints.rest, key, clock })
  await requireReady(inquiry, wish)
  mkdirSync(path.join(home, name), { recursive: true, mode: 0o700 })
  const files = filesOfAccount(home, name)
  const watch = new SessionWatch()
  const hear: SessionListener = (fact, told) => watch.hear(fact, told)
  const { journal, folded, notes } = await recall(files.journal, { watch, hear })
  try {
    if (folded) requireSamePlace(folded, endpoints)
    const begun: Begun = folded
      ? resumed(folded, files.tape, wish.plan)
      : await opened(inquiry, wish)
    const { plan, tape, books } = begun
    const { seal, claims } = await sealOf(inquiry, wish, { journal, folded, tape })
    if (wish.purpose === "trade") requireBuild(claims.guard, wish.build, clock())
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
    for (const it of claims.measures) session.engine.onMeasure(it, session.now)
    for (const it of claims.acts) session.act(it, session.now)
    if (wish.build !== undefined && wish.build !== books.tilt.state.build) {
      session.act({ kind: "deployed", build: wish.build }, session.now)
    }
    const wished = rulesOf(wish.plan)
    if (wish.purpose === "trade" && !books.rules.isAsked(wished)) {
      session.command({ kind: "settings", rules: wished }, session.now)
    }
    seal.mark(journal, books)
    const weather = new Weather((at, text) => watch.note(at, text))
    const pulse = new Pulse()
    line.start()
    const { strategy } = plan
    const tried = triedOf(home, strategy)
    const market = `${endpoints.place === "production" ? "Binance" : `Binance ${endpoints.place}`}, ${endpoints.rest}`
    return {
      engine: session.engine,
      plan,
      notes: [...notes, ...claims.notes],
      isResumed: folded !== undefined,
      journalFile: files.journal,
      isOver: false,
      health: () => line.health(),
      connections: () => line.connections(),
      view: () => watch.view({ engine: session.engine, market, strategy }),
      note: (text) => watch.note(session.engine.now, text),
      onPause: (listener) => {
        watch.onPause = listener
      },
      boards: () => ({
        engine: session.engine,
        plan,
        market,
        memory: session.memory,
        tried,
        events: watch.events,
        answerTimes: watch.answerTimes.latest,
        health: line.health(),
        isOver: false,
      }),
      onEvent: (listener) => {
        watch.onEvent = listener
      },
      records: (from) => journal.records(from),
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
        seal.follow(journal, books)
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
        seal.mark(journal, books)
        recorder.close()
        journal.close()
      },
    }
  } catch (error) {
    journal.close()
    throw error
  }
}

/** The seal of the account at the exchange, whatever journal, home or key it is traded with (TILT-60). */
async function sealOf(
  inquiry: Inquiry,
  wish: LiveWish,
  told: {
    readonly journal: SqliteJournal
    readonly folded: Folded | undefined
    readonly tape: Tape
  },
): Promise<{ readonly seal: AccountSeal; readonly claims: Claims }> {
  const { home, sealsAt, endpoints } = wish
  const { journal, folded, tape } = told
  const identity = await readIdentity(inquiry, endpoints)
  const folders = sealsAt === undefined ? [home] : [home, sealsAt]
  const seal = new AccountSeal({ folders, identity })
  const hasHistory = folded ? folded.books.placed > 0 : await hasTraded(inquiry, tape.instruments)
  return {
    seal,
    claims: seal.claims(journal, { books: folded?.books, hasHistory, at: wish.clock() }),
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
  const fees = await readFees(inquiry, symbols)
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

type Heard = Report | Survey | Notice

/** A survey without what lies on the account beside the assets that this session deals in. */
function ours(answer: Heard, known: ReadonlySet<string>, books: Books): Heard {
  if (answer.kind !== "survey") return answer
  const held = new Set(books.ledger.assets())
  const balances = answer.balances.filter(({ asset }) => known.has(asset) || held.has(asset))
  return { ...answer, balances }
}
