import { Drive } from "../../session/drive.ts"
import type { OpenPaper, PaperWish } from "../../session/paper-home.ts"
import type { SessionView } from "../../session/watch.ts"
import { dollarText, gainText, momentText } from "../screen/words.ts"
import { Ending } from "./ending.ts"

/** How often a session that has nothing to tell says that it lives. */
const HEARTBEAT_MS = 60_000
/** A reader that stands still must not fill our memory: beyond this many bytes, lines are left out. */
const WAITING_MOST = 1_000_000

/** A paper session where there is no terminal: calm lines on standard output, until it ends. */
export async function runLog(paper: OpenPaper, wish: PaperWish): Promise<void> {
  const lines = new Lines()
  const ending = new Ending()
  const drive = new Drive({
    paper,
    speed: wish.speed,
    from: wish.wall,
    onTurn: () => lines.settle(),
    onOver: () => ending.end(),
    onTrouble: (error) => ending.fail(error),
  })
  const heartbeat = setInterval(() => lines.say(paper.view(), pulse(paper.view())), HEARTBEAT_MS)
  for (const text of opening(paper, wish)) lines.say(paper.view(), text)
  paper.onEvent(({ at, text }) => lines.tell(`${momentText(at)}  ${text}`))
  drive.begin()
  try {
    await ending.come
  } finally {
    drive.end()
    clearInterval(heartbeat)
  }
  paper.close()
  lines.say(paper.view(), closing(paper))
  ending.release()
}

function opening(paper: OpenPaper, wish: PaperWish): readonly string[] {
  const { plan, isResumed, notes } = paper
  const params = Object.entries(plan.params).map(([name, value]) => ` ${name}=${value}`)
  const market = paper.view().market
  return [
    `PAPER on the ${market}. No real money, no real orders.`,
    `${isResumed ? "Going on with" : "Beginning with"} ${plan.strategy}${params.join("")}, account "${wish.name}".`,
    ...notes,
  ]
}

function closing(paper: OpenPaper): string {
  const how = paper.isOver ? "The recording is over" : "Ended as asked"
  return `${how}. ${pulse(paper.view())} Everything is kept in ${paper.journalFile}.`
}

/** The account in one line. */
function pulse(view: SessionView): string {
  const { positions, orders, counts } = view
  const held = positions.map((it) => `${it.quantity} ${it.symbol}`).join(", ")
  const state = view.isRunning ? "" : ` Exits only: ${view.haltReason}`
  return [
    `Equity ${dollarText(view.equityUnits)}, today ${gainText(view.dayUnits)},`,
    held === "" ? "no position," : `holding ${held},`,
    `${orders.length} open orders, ${counts.trips} round trips.${state}`,
  ].join(" ")
}

/** Lines to standard output. What a reader that stands still cannot take is counted, not kept. */
class Lines {
  #missed = 0

  say({ now }: SessionView, text: string): void {
    this.tell(`${Number.isFinite(now) ? momentText(now) : "-".padEnd(19)}  ${text}`)
  }

  tell(line: string): void {
    if (process.stdout.writableLength > WAITING_MOST) this.#missed++
    else process.stdout.write(`${line}\n`)
  }

  /** Says what was left out, once the reader takes lines again. */
  settle(): void {
    if (this.#missed === 0 || process.stdout.writableLength > 0) return
    process.stdout.write(`(${this.#missed} lines were left out: nobody read them.)\n`)
    this.#missed = 0
  }
}
