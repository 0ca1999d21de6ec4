import type { Command, Fact } from "../../engine/records.ts"
import type { TiltLevel } from "../../tilt/tilt-rule.ts"
import type { Instant } from "../../value/brand.ts"

/** Something that the trader did by hand and that counts for the discipline score (GEN-4). */
export interface ManualAct {
  readonly at: Instant
  readonly what: string
  /** The rule that refused it; undefined when it was let through. */
  readonly refusedBy: string | undefined
  readonly isOverride: boolean
  readonly level: TiltLevel
}

/** Entries were opened or closed. */
export interface Turn {
  readonly at: Instant
  readonly to: "running" | "exits-only"
  readonly code: string
  readonly reason: string
}

/** The gate said no. */
export interface Refusal {
  readonly at: Instant
  /** The rule, and the requirement it spoke for. */
  readonly by: string
  readonly id: string
  readonly isEntry: boolean
  readonly isManual: boolean
}

/** Reading and stopping are no acts of trading. */
const NO_ACTS: ReadonlySet<Command["kind"]> = new Set(["stop", "reconcile", "tier"])

/** What the trader did, what was refused, and when entries were closed. */
export class ConductLog {
  readonly acts: ManualAct[] = []
  readonly turns: Turn[] = []
  readonly refusals: Refusal[] = []

  hear(fact: Fact, told: { readonly at: Instant; readonly level: () => TiltLevel }): void {
    const { at } = told
    if (fact.kind === "refused") {
      const { by, author, purpose } = fact
      const { verdict } = fact.answers.find(({ rule }) => rule === by) ?? {}
      const id = verdict?.answer === "refuse" ? verdict.id : ""
      const isManual = author.kind === "trader"
      this.refusals.push({ at, by, id, isEntry: purpose === "entry", isManual })
      if (isManual) this.#add(told, "order", { refusedBy: fact.by })
    } else if (fact.kind === "placed") {
      if (fact.author.kind === "trader") this.#add(told, "order")
    } else if (fact.kind === "command") {
      const { kind } = fact.command
      // What it asks for follows as an order or a refusal of its own.
      if (kind !== "buy" && kind !== "close" && !NO_ACTS.has(kind)) this.#add(told, kind)
    } else if (fact.kind === "measured") {
      if (fact.measure.kind === "override-attempt") {
        this.#add(told, "override", { isOverride: true })
      }
    } else if (fact.kind === "switched") {
      this.turns.push({ at, to: fact.to, code: fact.code, reason: fact.reason })
    }
  }

  #add(
    { at, level }: { readonly at: Instant; readonly level: () => TiltLevel },
    what: string,
    more: { readonly refusedBy?: string; readonly isOverride?: boolean } = {},
  ): void {
    const { refusedBy, isOverride = false } = more
    this.acts.push({ at, what, refusedBy, isOverride, level: level() })
  }
}
