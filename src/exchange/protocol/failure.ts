/** Why the exchange refuses, as its client reads it: a code, a text, an HTTP status (binance-spot.md section 15). */
export class Failure extends Error {
  readonly status: number
  readonly code: number
  /** Further parts of the answer, as cancel-replace has them. */
  readonly more: Readonly<Record<string, unknown>> | undefined
  /** Seconds after which it is worth trying again. */
  readonly retryAfter: number | undefined

  constructor(told: {
    readonly code: number
    readonly text: string
    readonly status?: number
    readonly more?: Readonly<Record<string, unknown>>
    readonly retryAfter?: number
  }) {
    super(told.text)
    this.name = "Failure"
    this.code = told.code
    this.status = told.status ?? 400
    this.more = told.more
    this.retryAfter = told.retryAfter
  }

  get body(): Readonly<Record<string, unknown>> {
    return { code: this.code, msg: this.message, ...this.more }
  }
}

/** A parameter that must be there is not. */
export const missing = (parameter: string): Failure =>
  new Failure({
    code: -1102,
    text: `Mandatory parameter '${parameter}' was not sent, was empty/null, or malformed.`,
  })

/** A parameter is there that has no place here. */
export const unwanted = (parameter: string): Failure =>
  new Failure({ code: -1106, text: `Parameter '${parameter}' sent when not required.` })

/** A parameter holds what it may not. */
export const illegal = (parameter: string, range: string): Failure =>
  new Failure({
    code: -1100,
    text: `Illegal characters found in parameter '${parameter}'; legal range is '${range}'.`,
  })

/** Parameters that do not go together. */
export const badCombination = (): Failure =>
  new Failure({ code: -1128, text: "Combination of optional parameters invalid." })

/** The engine's own refusal, with the HTTP status that goes with it. */
export function refused(refusal: { readonly code: number; readonly text: string }): Failure {
  const status = refusal.code === -1015 ? 429 : 400
  return new Failure({ ...refusal, status })
}
