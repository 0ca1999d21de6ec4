import type { Address } from "../../control/address.ts"
import { ControlledSession } from "../../control/controlled.ts"
import { EngineRoom } from "../../control/engine-room.ts"
import { Drive, wallClock } from "../../session/drive.ts"
import type { OpenPaper, PaperWish } from "../../session/paper-home.ts"
import { sumUp } from "../../session/sum-up.ts"
import { momentText } from "../screen/words.ts"
import type { SettingsHere } from "./attended-settings.ts"
import { Ending } from "./ending.ts"
import { Linger } from "./linger.ts"
import { logOf } from "./paper-log.ts"
import { pulseText } from "./pulse-text.ts"
import { serveSession } from "./serving.ts"
import { summaryText } from "./summary-text.ts"
import { version } from "./version.ts"

/**
 * Runs a paper session as a service until somebody or something ends it, and closes it in good order.
 * After a turn that failed nothing more is written: what the journal holds by then is the truth.
 */
export async function runPaper(
  paper: OpenPaper,
  wish: PaperWish,
  told: {
    /** After a recording's end the figures stay as long as a screen looks at them. */
    readonly lingers: boolean
    /** Where the control API listens beside the socket. */
    readonly listen: Address | undefined
    readonly settings: SettingsHere
  },
): Promise<void> {
  const ending = new Ending()
  ending.begin()
  const headline = `PAPER on the ${paper.view().market}. No real money, no real orders.`
  const room = new EngineRoom({
    home: wish.home,
    session: paper,
    version: version(),
    clock: () => performance.now(),
    wall: wallClock,
  })
  const controlled = new ControlledSession({
    surroundings: room,
    session: paper,
    version: version(),
    account: wish.name,
    headline,
    command: (command) => drive.command(command),
    act: (act) => paper.act(act, wallClock()),
    end: () => ending.end(),
    fail: (error) => ending.fail(error),
  })
  const drive = new Drive({
    paper,
    speed: wish.speed,
    from: wish.wall,
    onTurn: () => {
      log.onTurn()
      control.onTurn()
    },
    onOver: () => {
      if (told.lingers) linger.begin()
      else ending.end()
    },
    onTrouble: (error) => ending.fail(error),
  })
  // Whatever is asked from here on finds a drive; it begins once there is somebody to tell of it.
  const serving = serveSession(controlled, { ...told, room })
  const { control, close } = await serving.catch((error: unknown) => {
    ending.release()
    paper.close()
    throw error
  })
  const log = logOf({ session: paper, headline, account: wish.name })
  const began = performance.now()
  const linger = new Linger({ onlookers: () => control.onlookers, onOver: () => ending.end() })
  drive.begin()
  try {
    await ending.come
  } finally {
    drive.end()
    linger.end()
    log.close()
    await close()
  }
  control.release()
  // What a recording came to is read from the journal, so before it is closed.
  const summary = paper.isOver ? summaryOfRecording(paper, performance.now() - began) : ""
  paper.close()
  process.stdout.write(`${summary}${closing(paper)}\n`)
  ending.release()
}

function summaryOfRecording(paper: OpenPaper, spentMs: number): string {
  const { plan, session, notes } = paper
  const { instruments } = session.engine.books
  const done = sumUp(paper)
  return summaryText({ done, tape: { instruments }, plan, notes, seconds: spentMs / 1000 })
}

function closing(paper: OpenPaper): string {
  const how = paper.isOver ? "The recording is over" : "Ended as asked"
  return `${momentText(paper.view().now)}  ${how}. ${pulseText(paper)} Everything is kept in ${paper.journalFile}.`
}
