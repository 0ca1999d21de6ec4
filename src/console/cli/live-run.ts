import { setTimeout as rest } from "node:timers/promises"
import type { Address } from "../../control/address.ts"
import { ControlledSession } from "../../control/controlled.ts"
import { EngineRoom } from "../../control/engine-room.ts"
import { wallClock } from "../../session/drive.ts"
import type { LiveDrive } from "../../session/live-drive.ts"
import type { LiveWish, OpenLive } from "../../session/live-home.ts"
import { isRetired } from "../../session/retired.ts"
import { momentText } from "../screen/words.ts"
import type { SettingsHere } from "./attended-settings.ts"
import type { Ending } from "./ending.ts"
import { logOf } from "./paper-log.ts"
import { pulseText } from "./pulse-text.ts"
import { serveSession } from "./serving.ts"
import { version } from "./version.ts"

/** What is not settled by then is left: it is found again at the next start. */
const RETIRE_MOST_MS = 5_000
const LOOK_EVERY_MS = 50

/**
 * Runs a live session as a service until somebody or something ends it, and closes it in good order.
 * After a turn that failed nothing more is written: what the journal holds by then is the truth.
 */
export async function runLive(told: {
  readonly live: OpenLive
  readonly wish: LiveWish
  readonly drive: LiveDrive
  readonly ending: Ending
  readonly settings: SettingsHere
  /** What is to be called after each turn. */
  readonly onTurn: { it: () => void }
  /** Where the control API listens beside the socket. */
  readonly listen: Address | undefined
}): Promise<void> {
  const { live, wish, drive, ending } = told
  const headline = headlineOf(live, wish)
  const room = new EngineRoom({
    home: wish.home,
    session: live,
    version: version(),
    clock: () => performance.now(),
    wall: wallClock,
  })
  const controlled = new ControlledSession({
    surroundings: room,
    session: live,
    version: version(),
    account: wish.name,
    headline,
    command: (command) => drive.command(command),
    act: (act) => drive.act(act),
    end: () => ending.end(),
    fail: (error) => ending.fail(error),
  })
  const serving = serveSession(controlled, { ...told, room })
  const { control, close } = await serving.catch((error: unknown) => {
    ending.release()
    live.close()
    throw error
  })
  const log = logOf({ session: live, headline, account: wish.name })
  told.onTurn.it = () => {
    log.onTurn()
    control.onTurn()
  }
  drive.begin(live)
  try {
    await ending.come
    control.release()
    await retired(live, drive)
  } finally {
    drive.end()
    log.close()
    await close()
  }
  const ended = `${momentText(live.view().now)}  Ended as asked. ${pulseText(live)}`
  live.close()
  process.stdout.write(`${ended} Everything is kept in ${live.journalFile}.\n`)
  ending.release()
}

/** AUDIT-22: no new entries, none left at the exchange, and nothing unanswered, as far as it answers in time. */
async function retired(live: OpenLive, drive: LiveDrive): Promise<void> {
  drive.command({ kind: "stop" })
  const { books } = live.engine
  for (let waited = 0; waited < RETIRE_MOST_MS && !isRetired(books); waited += LOOK_EVERY_MS) {
    await rest(LOOK_EVERY_MS)
  }
}

function headlineOf(live: OpenLive, { endpoints }: LiveWish): string {
  const { market } = live.view()
  if (endpoints.place === "production") return `LIVE on ${market}. Real money, real orders.`
  return `LIVE on ${market}. Real calls, no real money.`
}
