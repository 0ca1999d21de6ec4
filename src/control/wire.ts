/** Only what is named as an amount is read as one: a reason that someone typed may look like one. */
const AMOUNT = /[uU]nits$/
const WHOLE = /^-?\d+$/

/** A value as JSON: amounts, which are bigints of units, become decimal text, so that nobody takes them for floats. */
export function toWire(value: unknown): string {
  return JSON.stringify(value, (_, it: unknown) => (typeof it === "bigint" ? String(it) : it))
}

/** Reads what {@link toWire} wrote; members whose name ends in `units` are amounts again. */
export function fromWire(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) =>
    AMOUNT.test(key) && typeof value === "string" && WHOLE.test(value) ? BigInt(value) : value,
  )
}

/** A value as its reader gets it: plain JSON, nothing of ours in it. */
export function plainOf(value: unknown): unknown {
  return JSON.parse(toWire(value))
}
