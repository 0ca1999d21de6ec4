import { setTimeout as rest } from "node:timers/promises"
import { ControlServer } from "../../control/server.ts"
import type { LiveDrive } from "../../session/live-drive.ts"
import type { LiveWish, OpenLive } from "../../session/live-home.ts"
import { momentText } from "../screen/words.ts"
import { controlledSession } from "./controlled.ts"
import type { Ending } from "./ending.ts"
import type { Face, Link } from "./paper-run.ts"
import { pulseText } from "./pulse-text.ts"

/** Entries that cannot be taken back by then are left: they are found again at the next start. */
const RETIRE_MOST_MS = 5_000
const LOOK_EVERY_MS = 50

/**
 * Drives a live session until somebody or something ends it, and closes it in good order. After a
 * turn that failed nothing more is written: what the journal holds by then is the truth.
 */
export async function runLive(told: {
  readonly live: OpenLive
  readonly wish: LiveWish
  readonly drive: LiveDrive
  readonly ending: Ending
  readonly faceFor: (link: Link) => Face
  /** What is to be called after each turn. */
  readonly onTurn: { it: () => void }
}): Promise<void> {
  const { live, wish, drive, ending } = told
  const link: Link = {
    session: live,
    headline: headlineOf(live, wish),
    account: wish.name,
    command: (command) => drive.command(command),
    act: (act) => drive.act(act),
    end: () => ending.end(),
    fail: (error) => ending.fail(error),
  }
  const control = await ControlServer.open(live.journalFile, controlledSession(live, link))
  const face = told.faceFor(link)
  told.onTurn.it = () => face.onTurn()
  drive.begin(live)
  try {
    await ending.come
    if (face.isAttended) drive.act({ kind: "session", to: "ended" })
    await retired(live, drive)
  } finally {
    drive.end()
    control.close()
    await face.close()
  }
  const view = live.view()
  live.close()
  process.stdout.write(
    `${momentText(view.now)}  Ended as asked. ${pulseText(view)} Everything is kept in ${live.journalFile}.\n`,
  )
  ending.release()
}

/** AUDIT-22: no new entries, and none left at the exchange, as far as it answers in time. */
async function retired(live: OpenLive, drive: LiveDrive): Promise<void> {
  drive.command({ kind: "stop" })
  const hasEntry = (): boolean =>
    [...live.engine.books.live.values()].some(({ purpose }) => purpose === "entry")
  for (let waited = 0; waited < RETIRE_MOST_MS && hasEntry(); waited += LOOK_EVERY_MS) {
    await rest(LOOK_EVERY_MS)
  }
}

function headlineOf(live: OpenLive, { endpoints }: LiveWish): string {
  const { market } = live.view()
  if (endpoints.place === "production") return `LIVE on ${market}. Real money, real orders.`
  return `LIVE on ${market}. Real calls, no real money.`
}
