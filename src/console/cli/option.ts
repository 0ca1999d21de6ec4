import { InvalidArgumentError } from "commander"

/** An option that may be given again: all of its values. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** `name=value`, gathered over all the times it is given. */
export function pair(
  value: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const at = value.indexOf("=")
  if (at <= 0) throw new InvalidArgumentError("A parameter is written name=value.")
  return { ...before, [value.slice(0, at)]: value.slice(at + 1) }
}

/** A whole number from 0. */
export function whole(value: string): number {
  const n = Number(value)
  if (!Number.isSafeInteger(n) || n < 0)
    throw new InvalidArgumentError("It must be a whole number.")
  return n
}

/** A year of four digits. */
export function yearNumber(value: string): number {
  if (/^[12]\d{3}$/.test(value)) return Number(value)
  throw new InvalidArgumentError("It must be a year of four digits, like 2026.")
}
