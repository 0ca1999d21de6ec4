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
        find: '  if (scene.isRunning || intent.purpose !== "entry") return ALLOW\n',
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
    laws: ["one-market-at-a-time", "entries-fit-the-limits"],
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
    from: 2_188,
  },
  {
    name: "place-the-refused",
    says: "What the gate refuses is placed all the same.",
    edits: [
      {
        file: "src/gate/gate.ts",
        find: "    if (refusal) return",
        put: "    if (refusal && scene === undefined) return",
      },
    ],
    laws: ["nothing-refused-leaves"],
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
]

export function mutationNamed(name: string): Mutation {
  const mutation = [...MUTATIONS, ...VENUE_MUTATIONS].find((it) => it.name === name)
  if (mutation === undefined) throw new Error(`there is no mutation ${name}`)
  return mutation
}
