import { existsSync, mkdirSync, renameSync } from "node:fs"
import path from "node:path"
import { readRecording, Recorder } from "../catalog/recorder.ts"
import type { Command, Header } from "../engine/records.ts"
import type { ExchangeState } from "../simulation/state.ts"
import { ExchangeStore } from "../storage/sqlite/exchange-store.ts"
import type { SqliteJournal } from "../storage/sqlite/journal.ts"
import { WriterLock } from "../storage/sqlite/writer-lock.ts"
import type { Act } from "../tilt/act.ts"
import { makeStrategy, strategyNamed } from "../strategy/catalogue/catalogue.ts"
import type { Instant } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"
import { hours, later, minutes } from "../value/time.ts"
import { type AccountFiles, filesOfAccount } from "./account-files.ts"
import { AccountSeal, type Claims } from "./account-seal.ts"
import { requireBuild } from "./build.ts"
import type { Folded } from "./fold.ts"
import type { Environment } from "./key-names.ts"
import type { OpenSession } from "./open-session.ts"
import { Pulse } from "./pulse.ts"
import { Pace } from "./pace.ts"
import { requireNoLiveKeys } from "./paper-apart.ts"
import { PaperSession, type Position, type Resumed, type SessionListener } from "./paper.ts"
import { type Plan, planOfHeader, rulesOf } from "./plan.ts"
import { GeneratedSource, type MarketSource, RecordedSource } from "../simulation/source.ts"
import { recall, SnapshotKeeper } from "./recall.ts"
import { triedOf } from "./trials.ts"
import { SessionWatch } from "./watch.ts"

/** What a paper session is to be; what a journal already says of it wins. */
export interface PaperWish {
  readonly home: string
  /** Folder of the account inside the home. */
  readonly name: string
  /** Where seals are kept beside the home: a home that is restored or deleted does not take them along. */
  readonly sealsAt?: string
  /** What the process was given: with keys to real money in it nothing is opened (EXEC-75). */
  readonly environment: Environment
  /** Fingerprint of the program, where it is to be recorded (TILT-63). */
  readonly build?: string
  readonly plan: Plan
  /** Put what is there aside, and begin anew. */
  readonly fresh: boolean
  /** A recording to play; absent for the generated market. */
  readonly data?: { readonly paths: readonly string[]; readonly symbol?: string }
  /** How many times as fast as the wall; Infinity for as fast as it goes. */
  readonly speed: number
  readonly wall: Instant
  /** Microseconds by a clock that nobody can set; without one, the wall is believed. */
  readonly steady?: () => number
}

/** A paper session with its files open. Whoever has it drives it, and closes it. */
export interface OpenPaper extends OpenSession {
  readonly session: PaperSession
  readonly pace: Pace
  /** Plays up to the moment that the wall's clock stands for. */
  turn(wall: Instant): void
  command(command: Command, wall: Instant): void
  /** What the trader did at the keyboard. */
  act(act: Act, wall: Instant): void
  /** The recording is over: what is still under way lands. */
  finish(): void
  /** Keeps everything and lets the files go. */
  close(): void
}

/** Lines that a snapshot made trusted are verified while the session runs, so many in each turn. */
const VERIFIED_A_TURN = 2_000
/** At a clean end fewer lines are worth a snapshot than on the way. */
const TAIL_AT_END = 5_000
/** So much of the tape is kept at hand after a restart, to warm indicators up. */
const RECENT_ROWS = 600_000
/** While nobody was there, the generated market went on for at most so long. */
const ABSENCE_MOST = hours(6)
/** A new generated market has been going on for so long: averages are warm, and there is a curve. */
const LEAD = hours(1)
/** After a recording's last row, what is on the wire may land. */
const AFTERMATH = minutes(1)

/**
 * Everything it is made of stands apart from the venue: it could not reach an order endpoint (EXEC-75).
 * @throws Problem `LIVE_KEYS_PRESENT`, and for files in use by another process, broken, of a newer version, or unwritable
 */
export async function openPaper(wish: PaperWish): Promise<OpenPaper> {
  requireNoLiveKeys(wish.home, wish.environment)
  if (wish.fresh) putAside(wish)
  const files = filesOf(wish)
  const watch = new SessionWatch()
  const hear: SessionListener = (fact, told) => watch.hear(fact, told)
  const { journal, folded, notes: found } = await recall(files.journal, { watch, hear })
  const seal = sealOf(wish)
  const claims = claimsOn(seal, journal, folded, wish)
  const notes = [...found, ...claims.notes]
  const store = await ExchangeStore.open(files.exchange)
  const snapshots = new SnapshotKeeper({ journal, watch })
  const wanted = folded ? planOfHeader(folded.header, wish.plan) : wish.plan
  if (folded) notes.push(...differences(folded.header, wish.plan))
  const kept = folded && store.load()
  const position = kept && (JSON.parse(kept.position) as Position)
  if (position && isRecorded(position) !== (wish.data !== undefined)) throw otherMarket(wish)
  const source = await sourceFor(wish, wanted, position)
  if (folded && symbolsOf(folded.header) !== symbolsOf(source)) throw otherMarket(wish)
  const plan = folded ? wanted : onMarket(wanted, source)
  const resumed = folded && kept && position && resume({ files, folded, kept, position, source })
  const start = startOf({ wish, folded, resumed, source })
  const recorder = Recorder.open(files.tape, source.instruments)
  const session = new PaperSession({
    plan,
    source,
    start,
    recorder,
    strategy: makeStrategy(plan.strategy, plan.params),
    journal,
    keeper: store,
    onFact: hear,
    ...(resumed ? { resumed } : {}),
  })
  for (const it of claims.measures) session.engine.onMeasure(it, session.now)
  for (const it of claims.acts) session.act(it, session.now)
  const { state } = session.engine.books.tilt
  if (wish.build !== undefined && wish.build !== state.build) {
    session.act({ kind: "deployed", build: wish.build }, session.now)
  }
  const wished = rulesOf(wish.plan)
  if (!session.engine.books.rules.isAsked(wished)) {
    session.command({ kind: "settings", rules: wished }, session.now)
  }
  seal.mark(journal, session.engine.books)
  const pace = new Pace({ wall: wish.wall, start: paceStart(wish, start), speed: wish.speed })
  const { strategy } = plan
  const tried = triedOf(wish.home, strategy)
  const pulse = new Pulse()
  const steady = wish.steady ?? ((wall: Instant): number => wall)
  return {
    session,
    engine: session.engine,
    pace,
    plan,
    notes,
    isResumed: resumed !== undefined,
    journalFile: files.journal,
    get isOver() {
      return source.isOver && session.isAtEnd
    },
    health: () => [],
    connections: () => [],
    view: () => watch.view({ engine: session.engine, market: source.name, strategy }),
    note: (text) => watch.note(session.engine.now, text),
    onPause: (listener) => {
      watch.onPause = listener
    },
    boards: () => ({
      engine: session.engine,
      plan,
      market: source.name,
      memory: session.memory,
      tried,
      events: watch.events,
      answerTimes: watch.answerTimes.latest,
      health: [],
      isOver: source.isOver && session.isAtEnd,
    }),
    onEvent: (listener) => {
      watch.onEvent = listener
    },
    turn: (wall) => {
      if (pace.isUnbound) session.leap()
      else session.turn(pace.at(wall))
      pulse.beat(session, pace.isUnbound ? session.now : steady(wall) * wish.speed)
      snapshots.settle(session.engine.books)
      journal.verifyMore(VERIFIED_A_TURN)
      seal.follow(journal, session.engine.books)
    },
    act: (act, wall) => session.act(act, pace.isUnbound ? session.now : pace.at(wall)),
    command: (command, wall) =>
      session.command(command, pace.isUnbound ? session.now : pace.at(wall)),
    finish: () => session.turn(later(session.now, AFTERMATH)),
    records: (from) => journal.records(from),
    close: () => {
      session.stop()
      seal.mark(journal, session.engine.books)
      snapshots.settle(session.engine.books, TAIL_AT_END)
      recorder.close()
      store.close()
      journal.close()
    },
  }
}

/** Where the account lies, in a folder that is there. */
function filesOf({ home, name }: PaperWish): AccountFiles {
  mkdirSync(path.join(home, name), { recursive: true, mode: 0o700 })
  return filesOfAccount(home, name)
}

/** @throws Problem `BUILD_REFUSED`, with the journal let go */
function claimsOn(
  seal: AccountSeal,
  journal: SqliteJournal,
  folded: Folded | undefined,
  { build, wall: at }: PaperWish,
): Claims {
  const { books } = folded ?? {}
  const hasHistory = books !== undefined && books.placed > 0
  const claims = seal.claims(journal, { books, hasHistory, at })
  try {
    requireBuild(claims.guard, build, at)
    return claims
  } catch (error) {
    journal.close()
    throw error
  }
}

/** A paper account is the one of that name in that home. */
function sealOf({ home, name, sealsAt }: PaperWish): AccountSeal {
  const folders = sealsAt === undefined ? [home] : [home, sealsAt]
  return new AccountSeal({ folders, identity: `paper ${path.resolve(home)} ${name}` })
}

/** What is there is never deleted: it gets another name, unless a session is at work in it. */
function putAside({ home, name, wall }: PaperWish): void {
  const folder = path.join(home, name)
  if (!existsSync(folder)) return
  WriterLock.take(filesOfAccount(home, name).journal).release()
  renameSync(folder, `${folder}.until-${Math.floor(wall / 1e6)}`)
}

/** The generated market keeps its state, a recording how far it was played. */
const isRecorded = ({ market }: Position): boolean => /^\d+$/.test(market)

const symbolsOf = ({ instruments }: Pick<Header, "instruments">): string =>
  instruments.map((it) => it.symbol).join(", ")

function otherMarket({ name, data }: PaperWish): Problem {
  return new Problem({
    code: "ACCOUNT_OF_OTHER_MARKET",
    what: `The account "${name}" was trading on another market.`,
    why: "Its positions and orders mean nothing there, so the two are never mixed.",
    next:
      data === undefined
        ? "Name the recording again with --data, or another account with --name."
        : "Give this recording an account of its own with --name, or begin anew with --fresh.",
  })
}

/** With a strategy for a market that is not there, the first one that is takes its place. */
function onMarket(plan: Plan, { instruments }: MarketSource): Plan {
  const listing = strategyNamed(plan.strategy)
  const initial = listing.params.find((it) => it.kind === "symbol")?.default
  const first = instruments[0]?.symbol
  const isThere = instruments.some((it) => it.symbol === initial)
  if (plan.params["symbol"] !== undefined || isThere || first === undefined) return plan
  return { ...plan, params: { symbol: first, ...plan.params } }
}

async function sourceFor(wish: PaperWish, plan: Plan, position?: Position): Promise<MarketSource> {
  const saved = position ? { saved: position.market } : {}
  if (wish.data === undefined) {
    return new GeneratedSource({ seed: plan.seed, start: before(wish.wall), ...saved })
  }
  const { paths, symbol } = wish.data
  // Loaded only when a file is read: the readers are not small, and most sessions need none.
  const { readRaw } = await import("../catalog/raw.ts")
  const recording = await readRaw(paths, symbol === undefined ? {} : { symbol })
  const name = `recording of ${recording.instruments.map((it) => it.symbol).join(", ")}`
  return new RecordedSource({ name, recording, ...saved })
}

/** Puts together what a stop left behind: the recorded tape, and the market brought level with it. */
function resume(told: {
  readonly files: AccountFiles
  readonly folded: Folded
  readonly kept: { readonly state: string }
  readonly position: Position
  readonly source: MarketSource
}): Resumed {
  const { files, folded, kept, position, source } = told
  const recording = readRecording(files.tape, RECENT_ROWS)
  // After a loss of power the last rows may be missing; the numbers of later ones must not change.
  if (recording.end < position.rows) recording.first = position.rows - recording.length
  const last = recording.length > 0 ? recording.time[recording.length - 1] : -Infinity
  // The market was kept some moments before the end: the rows since are recorded, not to be made again.
  source.skip(last as Instant)
  return { folded, position, recording, exchangeState: JSON.parse(kept.state) as ExchangeState }
}

/** Where the session's time goes on. */
function startOf(told: {
  readonly wish: PaperWish
  readonly folded: Folded | undefined
  readonly resumed: Resumed | undefined
  readonly source: MarketSource
}): Instant {
  const { wish, folded, resumed, source } = told
  if (!folded || !resumed) return source.firstAt ?? before(wish.wall)
  const { recording } = resumed
  const seen = recording.length > 0 ? recording.seen[recording.length - 1] : -Infinity
  const last = Math.max(folded.at, seen) as Instant
  if (wish.data !== undefined || wish.speed !== 1) return last
  return Math.max(last, Math.min(wish.wall, later(last, ABSENCE_MOST))) as Instant
}

const before = (wall: Instant): Instant => (wall - LEAD) as Instant

/** The hour before the first start is caught up with at once; from then on time is the wall's. */
function paceStart(wish: PaperWish, start: Instant): Instant {
  const isLive = wish.data === undefined && start < wish.wall && start >= before(wish.wall)
  return isLive ? wish.wall : start
}

/** A journal keeps its strategy and capital; a wish for others is told, not obeyed. */
function differences(header: Header, wanted: Plan): readonly string[] {
  const is = [header.strategy, ...Object.entries(header.params).map((it) => it.join("="))].join(" ")
  const wish = [wanted.strategy, ...Object.entries(wanted.params).map((it) => it.join("="))].join(
    " ",
  )
  if (is === wish) return []
  return [
    `This account trades "${is}" since it began and goes on so. For "${wish}", start another with --name, or anew with --fresh.`,
  ]
}
