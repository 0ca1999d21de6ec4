import assert from "node:assert/strict"
import { judgeMandate, judgeWhole, type MandateScene } from "../execution/mandate.ts"
import { type Intent, resized } from "../order/intent.ts"
import { type OrderId, orderIdOf, type Request } from "../order/request.ts"
import type { RuleName, Verdict } from "../order/verdict.ts"
import { judgeLimits, type Limits, type LimitsScene } from "../risk/limits.ts"
import { judgeTier, type TierScene } from "../tier/tier-rule.ts"
import { judgeTilt, type TiltScene } from "../tilt/tilt-rule.ts"
import type { Instant } from "../value/brand.ts"
import { type HaltScene, judgeHalt } from "./halt.ts"
import { judgeSanity, type SanityScene } from "./sanity.ts"
import { judgeThrottle, type ThrottleScene } from "./throttle.ts"

/** All that the rules look at, taken at one moment. The engine fills it; no rule sees more. */
export type Scene = HaltScene &
  SanityScene &
  TierScene &
  MandateScene &
  LimitsScene &
  TiltScene &
  ThrottleScene

/** One rule's answer, as it is journaled. */
export interface Answer {
  readonly rule: RuleName
  readonly verdict: Verdict
}

/** What the gate decided: a ticket for exactly this request, or who refused. */
export type Admission =
  | {
      readonly kind: "admitted"
      readonly intent: Intent
      readonly request: Request
      readonly ticket: Ticket
      readonly answers: readonly Answer[]
    }
  | {
      readonly kind: "refused"
      readonly intent: Intent
      readonly by: RuleName
      readonly answers: readonly Answer[]
    }

/** What the rules make of an intent: its size after them, or who refused. */
export interface Weighed {
  readonly intent: Intent
  readonly by: RuleName | undefined
  readonly answers: readonly Answer[]
}

/** Seen only in this file: a ticket is not made without it, neither by a subclass nor by reflection. */
const PRESS = Symbol("press")

/**
 * The right to send one request to a venue, once (RISK-18). Only the gate below mints tickets, which
 * is why both live in one file; a venue accepts nothing else. `spend` is static because a forged
 * object could bring its own method.
 */
export class Ticket {
  readonly #request: Request
  readonly #judgedAt: Instant
  #isSpent = false

  constructor(press: symbol, request: Request, judgedAt: Instant) {
    assert.equal(press, PRESS, "only the gate mints tickets")
    this.#request = request
    this.#judgedAt = judgedAt
  }

  /** The moment that the rules looked at: what they saw may be old by the time it is sent. */
  static judgedAt(ticket: Ticket): Instant {
    assert.ok(#request in ticket, "this is not a ticket")
    return ticket.#judgedAt
  }

  /** Takes the request out of the ticket. Throws on a forgery and on a second use. */
  static spend(ticket: Ticket): Request {
    assert.ok(#request in ticket, "this is not a ticket")
    assert.ok(!ticket.#isSpent, "a ticket is spent only once")
    ticket.#isSpent = true
    return ticket.#request
  }
}

/**
 * The one door. Every intent, the machine's own too, is put to all six rules in one order; every
 * answer is kept, also after a refusal, so that a refusal explains itself completely. No switch
 * turns it off.
 */
export class Gate {
  readonly #told: { readonly limits: Limits }

  /** @param told.limits asked for at each intent: they may become stricter while a session runs */
  constructor(told: { readonly limits: Limits }) {
    this.#told = told
  }

  /** @param id what the order will be called, made from the journal's counter */
  admit(intent: Intent, scene: Scene, id: OrderId): Admission {
    const weighed = this.weigh(intent, scene)
    const { answers, by } = weighed
    if (by !== undefined) return { kind: "refused", intent: weighed.intent, by, answers }
    const verdict = judgeWhole(weighed.intent, scene)
    if (verdict.answer === "refuse") {
      const all = [...answers, { rule: "tier", verdict } as const]
      return { kind: "refused", intent: weighed.intent, by: "tier", answers: all }
    }
    const request = Object.freeze(requestOf(weighed.intent, id))
    const ticket = new Ticket(PRESS, request, scene.now)
    return { kind: "admitted", intent: weighed.intent, request, ticket, answers }
  }

  /**
   * What the rules make of an intent, without a ticket: a plan is judged as a whole before its first
   * part (its mandate). Of a part the rules judge all that is still wanted, so that what shrinks a
   * whole does not shrink each part of it again; the part is then no more than that.
   */
  weigh(intent: Intent, scene: Scene): Weighed {
    const answers: Answer[] = []
    const { slice } = intent
    let current = slice ? resized(intent, slice.asked) : intent
    const ask = (rule: RuleName, judge: (intent: Intent) => Verdict): void => {
      const verdict = judge(current)
      answers.push({ rule, verdict })
      if (verdict.answer === "shrink") {
        assert.ok(verdict.quantity <= current.terms.quantity, "a rule may shrink, never grow")
        current = resized(current, verdict.quantity)
      }
    }
    ask("halt", (it) => judgeHalt(it, scene))
    ask("sanity", () => judgeSanity(intent, scene))
    ask("tier", (it) => stricter(judgeMandate(intent, scene), () => judgeTier(it, scene)))
    ask("limits", (it) => judgeLimits(it, scene, this.#told.limits))
    ask("tilt", (it) => judgeTilt(it, scene))
    ask("throttle", (it) => judgeThrottle(it, scene))
    if (slice && current.terms.quantity >= intent.terms.quantity) current = intent
    // A smaller order is another order: it must be able to live, too (RISK-3: never rounded up).
    if (current !== intent) ask("sanity", (it) => judgeSanity(it, scene))
    const refusal = answers.find((answer) => answer.verdict.answer === "refuse")
    return { intent: current, by: refusal?.rule, answers }
  }
}

/** The first of two answers where it refuses, else the second. */
const stricter = (first: Verdict, second: () => Verdict): Verdict =>
  first.answer === "refuse" ? first : second()

function requestOf(intent: Intent, id: OrderId): Request {
  const instrument = intent.instrument.index
  const { side, terms, target, instead } = intent
  if (intent.purpose === "cancel") {
    assert.ok(instead, "a cancel names its order")
    return { kind: "cancel", id: instead, instrument }
  }
  if (target) {
    assert.ok(!instead, "a pair replaces nothing in one request")
    const legs = [
      { id: orderIdOf(`${id}s`), terms },
      { id: orderIdOf(`${id}t`), terms: target },
    ] as const
    return { kind: "place-pair", id, instrument, side, legs }
  }
  const place = { kind: "place", id, instrument, side, terms } as const
  if (!instead) return place
  const mode = intent.isInAnyCase ? ({ mode: "allow-failure" } as const) : {}
  return { kind: "replace", cancel: instead, place, ...mode }
}
