/**
 * Turns the `input` of one fixture case into a call of the program, and the answer into the shape
 * of `expected`. It translates and computes nothing. An undefined quantity stays `undefined`; a
 * refusal is thrown, as the program throws it.
 */
export type Adapter = (input: never) => unknown

/** Adapters by the name of the fixture function they serve. */
export type Oracle = Readonly<Record<string, Adapter>>
