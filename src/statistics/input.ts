import { Problem } from "../value/problem.ts"

/** Numbers in any container: a typed array, a plain one, a lent slice of either. */
export type Numbers = ArrayLike<number>

/**
 * The refusal of every function here. Nothing drops, fills or clips bad numbers; cleaning is a
 * separate and logged step of the data pipeline.
 * @param what one sentence that names the value
 */
export function refuse(what: string): never {
  throw new Problem({
    code: "INVALID_INPUT",
    what,
    why: "A statistic over such values would look like a number and mean nothing.",
    next: "Check the data or the setting it came from, then try again.",
  })
}

/** @throws Problem `INVALID_INPUT` unless every value is a finite number */
export function requireFinite(values: Numbers, name: string): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (!Number.isFinite(value)) refuse(`${name}[${i}] is ${value}, which is not a finite number.`)
  }
}

/** @throws Problem `INVALID_INPUT` unless every value is finite and above zero */
export function requirePositive(values: Numbers, name: string): void {
  requireFinite(values, name)
  for (let i = 0; i < values.length; i++) {
    if (values[i] <= 0) refuse(`${name}[${i}] is ${values[i]}, and must be above zero.`)
  }
}

/** @throws Problem `INVALID_INPUT` unless the value is a whole number of at least one */
export function requirePeriod(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    refuse(`${name} is ${value}, and must be a whole number of at least 1.`)
  }
}
