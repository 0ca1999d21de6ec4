/** One text of one file, which must stand there exactly once, and what takes its place. */
export interface Edit {
  readonly file: string
  readonly find: string
  readonly put: string
}

/** A way to break the program, and the laws of which one must notice. */
export interface Mutation {
  readonly name: string
  readonly says: string
  readonly edits: readonly Edit[]
  readonly laws: readonly string[]
  /** Seed of the first world, where the first ones of all do not come to it. */
  readonly from?: number
}

/** What the laws are worth: each of these must be caught within some hundred worlds. */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: "send-uncommitted",
    says: "Orders leave before the journal has them for good.",
    edits: [{ file: "src/engine/outbox.ts", find: "    this.#journal.commit()\n", put: "" }],
    laws: ["nothing-leaves-unrecorded"],
  },
  {
    name: "send-unwritten",
    says: "Orders leave that were never written down.",
    edits: [
      {
        file: "src/engine/dealer.ts",
        find: 'this.#turn.record({ kind: "placed"',
        put: 'void ({ kind: "placed"',
      },
    ],
    laws: ["nothing-leaves-unrecorded"],
  },
  {
    name: "send-again",
    says: "In doubt about an order, the last one is sent again.",
    edits: [
      {
        file: "src/engine/outbox.ts",
        find: "    this.#tickets.push(ticket)\n",
        put: "    this.#tickets.push(ticket)\n    this.last = ticket\n",
      },
      {
        file: "src/engine/outbox.ts",
        find: "    this.#asks.push(order)\n",
        put: "    if (this.last) this.#tickets.push(this.last)\n",
      },
      {
        file: "src/gate/gate.ts",
        find: '    assert.ok(!ticket.#isSpent, "a ticket is spent only once")\n',
        put: "",
      },
    ],
    laws: ["nothing-leaves-unrecorded", "orders-arrive-once"],
  },
  {
    name: "skip-fees",
    says: "The ledger books no fees.",
    edits: [
      {
        file: "src/ledger/ledger.ts",
        find: "    const feeHolding = this.#feeHolding(fill, position)\n",
        put: "    fill = { ...fill, feeUnits: 0n }\n    const feeHolding = this.#feeHolding(fill, position)\n",
      },
    ],
    laws: ["balances-agree", "fees-are-booked", "worth-is-true", "reductions-only-reduce"],
  },
  {
    name: "book-doubled-reports",
    says: "A fill that is reported twice is booked twice.",
    edits: [
      {
        file: "src/order/transition.ts",
        find: "    if (known.has(fill.tradeId)) continue\n",
        put: "",
      },
    ],
    laws: ["balances-agree", "ends-are-final", "worth-is-true", "reductions-only-reduce"],
  },
  {
    name: "book-twice",
    says: "Every fill is booked twice.",
    edits: [
      {
        file: "src/engine/books.ts",
        find: "of step.fresh)",
        put: "of [...step.fresh, ...step.fresh])",
      },
    ],
    laws: [
      "balances-agree",
      "worth-is-true",
      "reductions-only-reduce",
      "positions-are-their-fills",
    ],
  },
  {
    name: "no-stops",
    says: "No position gets its stop.",
    edits: [
      {
        file: "src/engine/guard.ts",
        find: '    case "protect": {\n',
        put: '    case "protect": {\n      if (now > 0) return { isUneasy: true }\n',
      },
    ],
    laws: ["guards-come-in-time", "positions-are-guarded"],
  },
  {
    name: "believe-absence",
    says: "That the exchange does not know an order is believed at once, and what is told later is not.",
    edits: [
      {
        file: "src/order/transition.ts",
        find: "const ABSENCE_IS_FINAL = seconds(16)",
        put: "const ABSENCE_IS_FINAL = seconds(0)",
      },
      {
        file: "src/order/transition.ts",
        find: '  return order.status === "rejected" || order.status === "absent"\n',
        put: "  return false\n",
      },
    ],
    laws: ["entries-fit-the-limits", "everything-settles", "ends-are-final"],
  },
  {
    name: "open-halt",
    says: "The rule of the halt always agrees.",
    edits: [
      {
        file: "src/gate/halt.ts",
        find: '  if (intent.purpose !== "entry") return ALLOW\n',
        put: "  if (scene) return ALLOW\n",
      },
    ],
    laws: ["no-entry-while-closed"],
  },
  {
    name: "open-tilt",
    says: "The rule of tilt always agrees.",
    edits: [
      {
        file: "src/tilt/tilt-rule.ts",
        find: '  if (intent.purpose !== "entry") return ALLOW\n',
        put: "  if (scene) return ALLOW\n",
      },
    ],
    laws: ["no-entry-while-closed"],
  },
  {
    name: "open-tier",
    says: "The rule of the tier always agrees.",
    edits: [
      {
        file: "src/tier/tier-rule.ts",
        find: '  if (intent.purpose !== "entry") return ALLOW\n',
        put: "  if (scene) return ALLOW\n",
      },
    ],
    laws: ["one-market-at-a-time", "entries-fit-the-limits", "no-risk-while-locked"],
  },
  {
    name: "open-limits",
    says: "The rule of the limits always agrees.",
    edits: [
      {
        file: "src/risk/limits.ts",
        find: '  if (intent.purpose !== "entry") return ALLOW\n',
        put: "  if (scene) return ALLOW\n",
      },
    ],
    laws: ["entries-fit-the-limits", "no-entry-on-a-spent-day", "entries-have-a-stop"],
  },
  {
    name: "open-sanity",
    says: "The rule of sanity always agrees.",
    edits: [
      {
        file: "src/gate/sanity.ts",
        find: '  if (intent.purpose === "cancel") return ALLOW\n',
        put: "  if (scene) return ALLOW\n",
      },
    ],
    laws: ["entries-see-the-market", "entries-pass-the-filters"],
  },
  {
    name: "open-throttle",
    says: "The rule of the throttle always agrees.",
    edits: [
      {
        file: "src/gate/throttle.ts",
        find: '  if (intent.purpose === "cancel") return ALLOW\n',
        put: "  if (scene) return ALLOW\n",
      },
    ],
    laws: ["orders-keep-their-pace"],
    from: 2_543,
  },
  {
    name: "loosen-at-once",
    says: "Limits that the settings loosen are loose at once.",
    edits: [
      {
        file: "src/risk/own-rules.ts",
        find: "const LOOSER_AFTER = hours(1)",
        put: "const LOOSER_AFTER = hours(0)",
      },
    ],
    laws: ["entries-fit-the-limits", "no-entry-on-a-spent-day"],
  },
  {
    name: "override-for-ever",
    says: "An override lifts its halt for good.",
    edits: [
      {
        file: "src/risk/override.ts",
        find: "export const OVERRIDE_LASTS = minutes(5)",
        put: "export const OVERRIDE_LASTS = minutes(500)",
      },
    ],
    laws: ["no-entry-while-closed"],
    from: 160,
  },
  {
    name: "swear-it-is-served",
    says: "A lock is over as soon as somebody says that the time has passed.",
    edits: [
      {
        file: "src/tilt/lock.ts",
        find: "Math.min(ranUs, PULSE_MOST)",
        put: "ranUs",
      },
    ],
    laws: ["locks-are-served"],
  },
  {
    name: "lock-by-the-clock",
    says: "A lock ends by the clock on the wall.",
    edits: [
      {
        file: "src/tilt/guard.ts",
        find: "    return leftOf(s.lock) > 0 || todoOf(s.steps).length > 0 ? 3 : 0\n",
        put: "    return now - (s.locks.at(-1)?.at ?? 0) < hours(24) || todoOf(s.steps).length > 0 ? 3 : 0\n",
      },
    ],
    laws: ["locks-last-as-stated"],
    from: 60,
  },
  {
    name: "lock-the-exits",
    says: "A halt closes exits, too.",
    edits: [
      {
        file: "src/gate/halt.ts",
        find: '  if (intent.purpose !== "entry") return ALLOW\n',
        put: "",
      },
    ],
    laws: ["exits-are-never-locked"],
  },
  {
    name: "place-the-refused",
    says: "What the gate refuses is placed all the same.",
    edits: [
      {
        file: "src/gate/gate.ts",
        find: "    if (by !== undefined) return",
        put: "    if (by !== undefined && scene === undefined) return",
      },
    ],
    laws: ["nothing-refused-leaves"],
  },
  {
    name: "forget-the-mandate",
    says: "A plan does not count what it has bought.",
    edits: [
      {
        file: "src/execution/plan.ts",
        find: '    (rest, it) => rest - (it.state === "live" ? it.quantity : it.filled),\n',
        put: "    (rest) => rest,\n",
      },
      {
        file: "src/execution/plan.ts",
        find: "slices.reduce((sum, it) => sum + it.filled, 0)",
        put: "slices.reduce((sum) => sum, 0)",
      },
    ],
    laws: ["parts-fit-their-mandate"],
  },
  {
    name: "lose-plans",
    says: "A process that starts again does not go on with the plans of the one before.",
    edits: [
      {
        file: "src/engine/engine.ts",
        find: "    this.#dealer.plans.start()\n",
        put: "",
      },
    ],
    laws: ["no-plan-is-lost"],
  },
  {
    name: "send-large-entries-whole",
    says: "Every entry leaves as one order, whatever it is worth.",
    edits: [
      {
        file: "src/order/worth.ts",
        find: "export const SLICED_FROM = 200n * DOLLAR",
        put: "export const SLICED_FROM = 200_000n * DOLLAR",
      },
    ],
    laws: ["large-entries-leave-in-parts"],
  },
  {
    name: "parts-without-a-guard",
    says: "The next part of a plan does not wait for the stop of the one before.",
    edits: [
      {
        file: "src/engine/plan-view-of.ts",
        find: "    isOpen: isOpen(scene) && !scene.isBusy && isGuarded(lane, books),\n",
        put: "    isOpen: true,\n",
      },
      {
        file: "src/gate/sanity.ts",
        find: "  if (scene.isBusy) {\n",
        put: "  if (scene === undefined) {\n",
      },
      {
        file: "src/engine/guard.ts",
        find: '    case "protect": {\n',
        put: '    case "protect": {\n      if (books.plans.on(instrument.index)) return { isUneasy: true }\n',
      },
    ],
    laws: ["parts-wait-for-their-guard"],
  },
]

/** The same of the code between us and the exchange, in its own protocol. */
export const VENUE_MUTATIONS: readonly Mutation[] = [
  {
    name: "take-doubt-for-failure",
    says: "A 5XX is taken to mean that nothing was done.",
    edits: [
      {
        file: "src/venue/binance/orders/outcome.ts",
        find: "  if (status < 400 || status >= 500 || IN_DOUBT.has(code)) {\n",
        put: "  if (status < 400) {\n",
      },
    ],
    laws: ["fills-are-booked-once-and-all", "balances-agree"],
    from: 2_300,
  },
  {
    name: "skip-commission",
    says: "The commission of a fill is not read from the account's events.",
    edits: [
      {
        file: "src/venue/binance/orders/user-event.ts",
        find: '      fee: it.n ?? "0",\n',
        put: '      fee: "0",\n',
      },
    ],
    laws: ["balances-agree", "fees-are-booked", "worth-is-true"],
  },
  {
    name: "forget-to-ask",
    says: "After a reconnection nothing is asked, and no order in doubt ever is.",
    edits: [
      {
        file: "src/venue/binance/binance-venue.ts",
        find: "    if (of !== undefined) this.#inquirer.ask(id, of, this.#terms.now())\n",
        put: "    void of\n",
      },
    ],
    laws: ["everything-settles"],
  },
  {
    name: "never-call-it-cut-off",
    says: "An exchange that is not heard for 60 s is not taken to be cut off.",
    edits: [
      {
        file: "src/venue/binance/reach.ts",
        find: '{ after: seconds(60), state: "cut" }',
        put: '{ after: seconds(6_000), state: "cut" }',
      },
    ],
    laws: ["a-silence-is-known"],
    from: 85,
  },
  {
    name: "open-after-a-cut-uncompared",
    says: "After a cut what agreed before it is still believed.",
    edits: [
      {
        file: "src/engine/engine.ts",
        find: "    if (wasOut || this.#surroundings.isOut) this.#comparison.hasAgreed = false\n",
        put: "",
      },
    ],
    laws: ["a-cut-is-compared"],
    from: 80,
  },
  {
    name: "rest-through-a-maintenance",
    says: "Entries go out, and stay, while the exchange says that it does not work.",
    edits: [
      {
        file: "src/engine/outside.ts",
        find: '    if (down !== undefined) return closed("EXEC-72", `The exchange does not work: ${down}.`)\n',
        put: "",
      },
    ],
    laws: ["no-entry-against-a-notice", "a-cut-ends-entries"],
    from: 580,
  },
  {
    name: "deaf-to-new-rules",
    says: "What the exchange refuses for its rules teaches nothing.",
    edits: [
      {
        file: "src/venue/binance/orders/conditions.ts",
        find: "      this.#rulesAt = later(at, RULES_SOON)\n",
        put: "",
      },
    ],
    laws: ["a-refusal-teaches", "positions-are-guarded"],
    from: 260,
  },
]

export function mutationNamed(name: string): Mutation {
  const mutation = [...MUTATIONS, ...VENUE_MUTATIONS].find((it) => it.name === name)
  if (mutation === undefined) throw new Error(`there is no mutation ${name}`)
  return mutation
}
