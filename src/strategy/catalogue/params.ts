import { nearest } from "../../value/nearest.ts"
import { Problem } from "../../value/problem.ts"

/** One thing that can be set about a strategy: typed, ranged, explained (STRAT-75). */
export type Param =
  | {
      readonly kind: "symbol"
      readonly name: string
      readonly default: string
      readonly says: string
    }
  | {
      readonly kind: "number" | "whole"
      readonly name: string
      readonly default: number
      readonly min: number
      readonly max: number
      /** One clause, with the unit. */
      readonly says: string
    }

/** Values of parameters by name: whole or decimal numbers, and the symbol as text. */
export type Values = Readonly<Record<string, number | string>>

/**
 * Reads what was given as text; what was not given keeps its default.
 * @throws Problem `PARAM_UNKNOWN`, `PARAM_OUT_OF_RANGE`
 */
export function readParams(
  strategy: string,
  params: readonly Param[],
  texts: Readonly<Record<string, string>>,
): Values {
  const values: Record<string, number | string> = {}
  for (const param of params) values[param.name] = param.default
  for (const [name, text] of Object.entries(texts)) {
    const param = params.find((it) => it.name === name)
    if (!param) throw unknown(strategy, name, params)
    values[name] = read(strategy, param, text)
  }
  return values
}

function read(strategy: string, param: Param, text: string): number | string {
  if (param.kind === "symbol") {
    if (/^[A-Z0-9]{3,20}$/.test(text)) return text
    throw outOfRange(`${strategy} cannot trade "${short(text)}".`, "A symbol is like BTCUSDT.")
  }
  const { name, kind, min, max } = param
  const value = /^-?\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) : NaN
  const isKind = kind === "number" || Number.isInteger(value)
  if (isKind && value >= min && value <= max) return value
  throw outOfRange(
    `The parameter ${name} of ${strategy} cannot be "${short(text)}".`,
    `It is a ${rangeText(param)}: ${param.says}.`,
  )
}

/** `whole number from 1 to 1440`, `number from 0.1 to 5`, `symbol`. */
export function rangeText(param: Param): string {
  if (param.kind === "symbol") return "symbol"
  return `${param.kind === "whole" ? "whole number" : "number"} from ${param.min} to ${param.max}`
}

/** For a value beyond its range, or two that do not go together. */
export function outOfRange(what: string, why: string): Problem {
  const next = "Choose another value, or leave it out to use the default."
  return new Problem({ code: "PARAM_OUT_OF_RANGE", what, why, next })
}

function unknown(strategy: string, name: string, params: readonly Param[]): Problem {
  const names = params.map((it) => it.name)
  return new Problem({
    code: "PARAM_UNKNOWN",
    what: `${strategy} has no parameter "${short(name)}"${nearest(name, names) || "."}`,
    why: `It has these: ${names.join(", ")}.`,
    next: "Correct the name, or leave the parameter out.",
  })
}

const short = (text: string): string => text.slice(0, 40)
