import { Decimal } from "decimal.js"

/** How far a number may lie from what is expected. */
export interface Tolerance {
  readonly abs: number
  readonly rel: number
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

/**
 * What keeps `got` from being the expected answer, each as one line; empty when it agrees.
 * The reading rules are those of the fixtures: `null` is undefined at any depth, decimal strings
 * are exact, arrays have exactly the expected length, keys that were not asked for are ignored.
 * A number that is not finite is a failure wherever it stands, asked for or not.
 */
export function differences(got: unknown, want: unknown, tolerance: Tolerance): readonly string[] {
  return [...disagreements(got, want, tolerance, "result"), ...notFinite(got, "result")]
}

function disagreements(
  got: unknown,
  want: unknown,
  tolerance: Tolerance,
  path: string,
): readonly string[] {
  const wrong = [`${path}: expected ${show(want)}, got ${show(got)}`]
  if (want === null) return got === undefined || got === null ? [] : wrong
  if (typeof want === "number") return isNear(got, want, tolerance) ? [] : wrong
  if (typeof want === "string") return isSameText(got, want) ? [] : wrong
  if (Array.isArray(want)) {
    if (!isList(got)) return wrong
    if (got.length !== want.length) {
      return [`${path}: expected ${want.length} elements, got ${got.length}`]
    }
    return want.flatMap((item, i) => disagreements(got[i], item, tolerance, `${path}[${i}]`))
  }
  if (typeof want === "object") {
    if (typeof got !== "object" || got === null || isList(got)) return wrong
    const fields = got as Readonly<Record<string, unknown>>
    return Object.entries(want).flatMap(([key, item]) =>
      key in fields
        ? disagreements(fields[key], item, tolerance, `${path}.${key}`)
        : [`${path}.${key}: is missing`],
    )
  }
  return got === want ? [] : wrong
}

function isNear(got: unknown, want: number, tolerance: Tolerance): boolean {
  // Written so that NaN fails.
  return (
    typeof got === "number" &&
    Math.abs(got - want) <= tolerance.abs + tolerance.rel * Math.abs(want)
  )
}

function isSameText(got: unknown, want: string): boolean {
  if (typeof got !== "string") return false
  if (DECIMAL.test(want) && DECIMAL.test(got)) return new Decimal(want).equals(got)
  return got === want
}

function notFinite(value: unknown, path: string): readonly string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [`${path}: is ${value}`]
  if (isList(value)) {
    return Array.from(value, (item, i) => notFinite(item, `${path}[${i}]`)).flat()
  }
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => notFinite(item, `${path}.${key}`))
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
}

function show(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 120 ? `${text.slice(0, 120)}…` : text
}
