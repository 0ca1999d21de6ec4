/** What a typed line was for. A line that only looks at something is a view (TILT-16, TILT-25). */
export type LineOutcome =
  | "order"
  | "exit"
  | "view"
  | "analysis"
  | "journal"
  | "control"
  | "unclear"
  | "abandoned"

/** A profile can only make the guard more watchful (TILT-39). */
export type Profile = "usual" | "alert" | "tired" | "stressed"

/**
 * What the trader does at the keyboard. Of keys only time and number are kept, never what was typed
 * (TILT-6); the one exception is the trader's own journal, which is written to be read again.
 * Times are milliseconds where the name says so.
 */
export type Act =
  | {
      readonly kind: "session"
      readonly to: "began" | "ended"
      /** How much the round trip to the terminal varies; above 100 ms typing is not judged (TILT-4). */
      readonly jitterMs?: number
    }
  | {
      readonly kind: "line"
      readonly outcome: LineOutcome
      readonly keys: number
      /** Keys that took something back. */
      readonly corrections: number
      readonly pasted: number
      readonly spanMs: number
      /** Spread of the gaps between keys over their mean: a person's is far from even. */
      readonly spread?: number
      /** From the last change on the screen to the decision, of an order (TILT-10, TILT-11). */
      readonly decideMs?: number
      /** The feature the line is about, when it was unlocked not long ago (TILT-41). */
      readonly feature?: string
    }
  /** An order, or the size of one to be, was changed; `isAtCap` asks for the largest size again. */
  | {
      readonly kind: "edit"
      readonly of: string
      readonly isAtCap?: boolean
      readonly feature?: string
    }
  | { readonly kind: "config"; readonly change: "looser" | "tighter" | "other" }
  | { readonly kind: "override"; readonly outcome: "refused" | "abandoned" | "done" }
  /** Keys that had no effect at all. */
  | { readonly kind: "idle-keys"; readonly keys: number; readonly spread?: number }
  /** The program ran for so long since the pulse before, by a clock that nobody can set (TILT-50). */
  | { readonly kind: "pulse"; readonly ranUs: number }
  | { readonly kind: "answer"; readonly to: "accept" | "breathe" | "protest" | "review" }
  /** A line of the journal entry, to the question of this number, from 1 (TILT-51). */
  | {
      readonly kind: "wrote"
      readonly part: number
      readonly text: string
      readonly keys: number
      readonly pasted: number
      readonly spanMs: number
    }
  | { readonly kind: "commit"; readonly text: string }
  | { readonly kind: "profile"; readonly profile: Profile }
  | { readonly kind: "life-event"; readonly days: number }
  | { readonly kind: "reset"; readonly reason: string }
  /** Asks for the end of level 1, or of a level 2 that is mistaken (TILT-64). */
  | { readonly kind: "release"; readonly phrase: string }
  /** The program was taken up by a build that this journal did not know yet (TILT-63). */
  | { readonly kind: "deployed"; readonly build: string }
  /**
   * The journal does not know everything that the account's owner did: what was sealed of it, as
   * text, or nothing where that is missing too (TILT-60). It can only weigh, never lighten.
   */
  | { readonly kind: "inherited"; readonly state?: string }

/**
 * What became of orders, as far as the guard looks at it: folded from facts that are journaled
 * already. Sizes are worth in the account asset, as floats: they are compared, never spent.
 */
export type Flow =
  | {
      readonly kind: "entered"
      readonly order: string
      readonly market: string
      readonly size: number
      readonly isManual: boolean
    }
  | { readonly kind: "cancelled"; readonly order: string }
  /** A manual entry was refused: by the rule of this requirement id. */
  | { readonly kind: "refused"; readonly id: string }
  /** A manual entry was larger than the largest size allows, and made smaller. */
  | { readonly kind: "capped" }
  | { readonly kind: "stopped"; readonly market: string }
  | {
      readonly kind: "closed"
      readonly market: string
      readonly isManual: boolean
      readonly pnlUnits: bigint
    }
  | { readonly kind: "worth"; readonly equityUnits: bigint }
  /** Signals wait for a decision of the trader, or do not (TILT-15). */
  | { readonly kind: "signals"; readonly isPending: boolean }
  /** Returns of two manual positions: correlation when the session began, and its lower bound now. */
  | { readonly kind: "parallel"; readonly was: number; readonly atLeast: number }
  | { readonly kind: "unlocked"; readonly feature: string }
  /** How watchful the tier asks the guard to be: 1 or more (TIER-14, TIER-24). */
  | { readonly kind: "watch"; readonly factor: number }
  /** An order was found at the exchange that the program did not place (TILT-61). */
  | { readonly kind: "outside" }

export type Happening = Act | Flow
