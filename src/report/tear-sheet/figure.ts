/** What a number means, and so how it is written. */
export type Unit = "dollars" | "share" | "ratio" | "days" | "basis points"

/** A ratio from fewer observations is not shown (D2). */
export const OBSERVATIONS_LEAST = 30

/** A performance figure with everything that D2 wants beside it. Net of all costs. */
export interface Figure {
  readonly id: string
  readonly name: string
  /** Null where it is not defined, or rests on too little. */
  readonly value: number | null
  readonly unit: Unit
  /** Where the true value lies with 95 %; null where nobody can say. */
  readonly interval: readonly [number, number] | null
  readonly evidence: Evidence
  /** What it says, in one sentence. */
  readonly meaning: string
}

/** What a figure rests on, and how much of it there has to be. */
export interface Evidence {
  readonly have: number
  readonly least: number
  readonly of: "days" | "trades" | "fills"
}

/** A figure, hidden where it rests on too little or is not defined. */
export function figure(
  told: Omit<Figure, "value" | "interval"> & {
    readonly value: () => number | undefined
    readonly interval?: (value: number) => readonly [number, number] | undefined
  },
): Figure {
  const { value, interval, evidence, ...rest } = told
  const isShown = evidence.have >= evidence.least
  const found = isShown ? value() : undefined
  const reach = found === undefined ? undefined : interval?.(found)
  return { ...rest, evidence, value: found ?? null, interval: reach ?? null }
}

/** `1.21`, `n/a`, `n/a (12 of 30 days)`. */
export function figureText({ value, unit, evidence }: Figure): string {
  const { have, least, of } = evidence
  if (have < least) return `n/a (${have} of ${least} ${of})`
  return value === null ? "n/a" : unitText(value, unit)
}

/** `0.31 to 2.11`; empty where there is none. */
export function intervalText({ interval, unit }: Figure): string {
  if (interval === null) return ""
  return `${unitText(interval[0], unit)} to ${unitText(interval[1], unit)}`
}

/** A number as people read it. Gains and losses look alike: a sign, and nothing else. */
export function unitText(value: number, unit: Unit): string {
  switch (unit) {
    case "dollars":
      return dollars(value)
    case "share":
      return `${fixed(value * 100, 2)} %`
    case "ratio":
      return fixed(value, 2)
    case "days":
      return fixed(value, Number.isInteger(value) ? 0 : 1)
    case "basis points":
      return `${fixed(value, 1)} bp`
    default:
      return unit satisfies never
  }
}

/** Cents, and more digits where cents would say nothing. */
function dollars(value: number): string {
  const magnitude = Math.abs(value)
  const digits = magnitude > 0 && magnitude < 0.995 ? 4 : 2
  const [whole = "0", rest = ""] = magnitude.toFixed(digits).split(".")
  const text = `$${whole.replaceAll(/\B(?=(\d{3})+$)/g, ",")}.${rest}`
  return value < 0 && Number(magnitude.toFixed(digits)) > 0 ? `-${text}` : text
}

/** No minus before a zero. */
function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return Number(text) === 0 ? text.replace("-", "") : text
}
