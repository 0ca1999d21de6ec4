import type { Reviewed, StoryTold, TiltTold } from "../../control/controlled.ts"
import type { About, Picture } from "../../control/picture.ts"
import type { Command } from "../../engine/records.ts"
import type { Preview } from "../../report/boards/preview.ts"
import type { WatchedEvent } from "../../session/watch.ts"
import type { Act } from "../../tilt/act.ts"

type Buy = Extract<Command, { kind: "buy" }>

/** How a screen stands to its engine. */
export interface Tie {
  /** Pictures come now. */
  readonly isUp: boolean
  /** How old the picture is, in milliseconds. */
  readonly ageMs: number
  /** This screen has the command line (UI-24). */
  readonly mayAct: boolean
}

/**
 * The engine, as a conversation knows it: a picture of it that is there, and questions whose answers come
 * later, in the order in which they were asked. What is refused is said to the person, not answered.
 */
export interface Counterpart {
  readonly about: About
  readonly picture: Picture
  readonly tie: Tie
  /** Hands something to the engine; the answer is what it caused at once. */
  command(command: Command, told: (events: readonly WatchedEvent[]) => void): void
  /** Tells what the person did: time and number of keys. */
  act(act: Act, told?: (tilt: TiltTold) => void): void
  story(what: string, told: (story: StoryTold) => void): void
  /** What a board holds now (UI-10 to UI-16). */
  board(name: string, told: (board: unknown) => void): void
  /** What would come of a purchase; undefined while there is no price (UI-22). */
  preview(command: Buy, told: (preview: Preview | undefined) => void): void
  review(told: (trades: readonly Reviewed[]) => void): void
  /** Takes the command line from whatever screen has it. */
  take(told: (isHeld: boolean) => void): void
}
