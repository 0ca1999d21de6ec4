import type { Command } from "../engine/records.ts"
import type { WatchedEvent } from "../session/watch.ts"
import type { Act } from "../tilt/act.ts"
import { Problem } from "../value/problem.ts"
import type { ControlledSession, TiltTold } from "./controlled.ts"
import { sessionEnds, unclear } from "./refusals.ts"

/** Hands a command to the engine. What goes wrong in it ends the session: the journal is the truth then. */
export function commanded(
  controlled: ControlledSession,
  command: Command,
): readonly WatchedEvent[] {
  requireMarket(controlled, command)
  return orEnd(controlled, () => controlled.command(command))
}

/** @throws Problem for a market that is not there */
export function requireMarket({ about }: ControlledSession, command: object): void {
  if (!("instrument" in command) || Number(command.instrument) < about.instruments.length) return
  throw unclear(`There is no market number ${String(command.instrument)} here.`)
}

/** Tells the tilt guard what somebody did. */
export function acted(controlled: ControlledSession, act: Act): TiltTold {
  return orEnd(controlled, () => controlled.act(act))
}

function orEnd<T>(controlled: ControlledSession, work: () => T): T {
  try {
    return work()
  } catch (error) {
    controlled.fail(error)
    throw error instanceof Problem ? error : sessionEnds(error)
  }
}
