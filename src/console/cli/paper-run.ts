import type { Command } from "../../engine/records.ts"
import { ControlServer } from "../../control/server.ts"
import { Drive, wallClock } from "../../session/drive.ts"
import type { OpenSession } from "../../session/open-session.ts"
import type { OpenPaper, PaperWish } from "../../session/paper-home.ts"
import { sumUp } from "../../session/sum-up.ts"
import type { Act } from "../../tilt/act.ts"
import { momentText } from "../screen/words.ts"
import { controlledSession } from "./controlled.ts"
import { Ending } from "./ending.ts"
import { pulseText } from "./pulse-text.ts"
import { summaryText } from "./summary-text.ts"

/** What a face may do to the session it shows. */
export interface Link {
  readonly session: OpenSession
  /** What kind of session it is, and on which market: the first thing that is said. */
  readonly headline: string
  readonly account: string
  /** Hands something to the engine; what it causes is journaled when this returns. */
  readonly command: (command: Command) => void
  /** Tells what somebody did at the keyboard; journaled when this returns. */
  readonly act: (act: Act) => void
  readonly end: () => void
  readonly fail: (error: unknown) => void
}

/** What shows a session to a person: lines, or a screen. */
export interface Face {
  /** A person sits before it. */
  readonly isAttended: boolean
  /** The session has gone on. */
  onTurn(): void
  /** The recording has been played to its end. */
  onOver(): void
  /** Gives the terminal back. */
  close(): void | Promise<void>
}

/**
 * Drives a paper session until somebody or something ends it, and closes it in good order. After a
 * turn that failed nothing more is written: what the journal holds by then is the truth.
 */
export async function runPaper(
  paper: OpenPaper,
  wish: PaperWish,
  faceFor: (link: Link) => Face,
): Promise<void> {
  const ending = new Ending()
  const link: Link = {
    session: paper,
    headline: `PAPER on the ${paper.view().market}. No real money, no real orders.`,
    account: wish.name,
    command: (command) => drive.command(command),
    act: (act) => paper.act(act, wallClock()),
    end: () => ending.end(),
    fail: (error) => ending.fail(error),
  }
  const face = faceFor(link)
  const drive = new Drive({
    paper,
    speed: wish.speed,
    from: wish.wall,
    onTurn: () => face.onTurn(),
    onOver: () => face.onOver(),
    onTrouble: link.fail,
  })
  const began = performance.now()
  const control = await ControlServer.open(paper.journalFile, controlledSession(paper, link))
  drive.begin()
  try {
    await ending.come
  } finally {
    drive.end()
    control.close()
    await face.close()
  }
  if (face.isAttended) paper.act({ kind: "session", to: "ended" }, wallClock())
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
  const view = paper.view()
  const how = paper.isOver ? "The recording is over" : "Ended as asked"
  return `${momentText(view.now)}  ${how}. ${pulseText(view)} Everything is kept in ${paper.journalFile}.`
}
