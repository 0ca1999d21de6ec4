import type { Boards } from "../report/boards/boards.ts"
import type { Plan } from "../session/plan.ts"
import type { SessionView, WatchedEvent } from "../session/watch.ts"
import type { TiltLevel } from "../tilt/tilt-rule.ts"

/** A market by its names: what a typed word may refer to. */
export interface Listed {
  readonly index: number
  readonly symbol: string
  readonly base: { readonly code: string }
  readonly quote: { readonly code: string }
}

/** What does not change about an engine while its process lives. */
export interface About {
  /** Of the program that runs it. */
  readonly version: string
  readonly process: number
  readonly journal: string
  readonly account: string
  /** What kind of session it is, and on which market: the first thing that is said. */
  readonly headline: string
  readonly plan: Plan
  readonly instruments: readonly Listed[]
  readonly isResumed: boolean
  /** What a person should know about how it was opened. */
  readonly notes: readonly string[]
}

/** Everything that is shown of a session at one moment: plain values, nothing in them can act. */
export interface Picture {
  readonly view: SessionView
  /** What the main view of a screen is made of. */
  readonly boards: Pick<Boards, "account" | "market" | "orders">
  /** The recording has been played to its end. */
  readonly isOver: boolean
  readonly tiltLevel: TiltLevel
  /** Assets that could not be priced: while there are any, the account's worth is not known. */
  readonly unpriced: readonly string[]
  /** How the connections to the exchange stand, in words. */
  readonly health: readonly string[]
}

/** What a stream of pictures consists of; each message stands on the ones before it. */
export type PictureMessage =
  | { readonly kind: "about"; readonly about: About }
  | {
      readonly kind: "picture"
      /** Its view is without events and curve: those come beside it, as far as they are new. */
      readonly picture: Picture
      /** Events since the message before, oldest first. */
      readonly events: readonly WatchedEvent[]
      /** The whole curve, when it has changed. */
      readonly curve?: readonly number[]
    }

/** So many events are kept by those who look; the journal has the others. */
const EVENTS_KEPT = 200

/** The picture after a message, on top of the one before it. */
export function afterMessage(
  before: Picture | undefined,
  message: Extract<PictureMessage, { kind: "picture" }>,
): Picture {
  const { picture, events, curve } = message
  const known = before?.view.events ?? []
  return {
    ...picture,
    view: {
      ...picture.view,
      events: [...known, ...events].slice(-EVENTS_KEPT),
      curve: curve ?? before?.view.curve ?? [],
    },
  }
}
