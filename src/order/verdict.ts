import type { Quantity } from "../value/brand.ts"

/** The six rules of the gate, in the order they are asked. */
export const RULES = ["halt", "sanity", "tier", "limits", "tilt", "throttle"] as const
export type RuleName = (typeof RULES)[number]

/**
 * One rule's answer about one intent. Every answer is journaled, with the value that was measured
 * and the limit it was held against (RISK-17), so that any decision can be explained later.
 */
export type Verdict =
  | { readonly answer: "allow"; readonly value?: string; readonly limit?: string }
  | {
      readonly answer: "shrink"
      readonly quantity: Quantity
      /** Requirement id, like `RISK-1`. */
      readonly id: string
      readonly value: string
      readonly limit: string
    }
  | {
      readonly answer: "refuse"
      readonly id: string
      readonly value: string
      readonly limit: string
      /** What it means and what would make it pass, in the calm tone of UI-40. */
      readonly because: string
    }

export const ALLOW: Verdict = Object.freeze({ answer: "allow" })

export function refuse(told: {
  readonly id: string
  readonly value: string
  readonly limit: string
  readonly because: string
}): Verdict {
  return { answer: "refuse", ...told }
}
