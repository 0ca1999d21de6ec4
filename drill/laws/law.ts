/** A law: what must be so in every world, whatever goes wrong in it. */
export interface Law<Case> {
  readonly name: string
  readonly says: string
  /** What is not so, or undefined. */
  readonly judge: (it: Case) => string | undefined
}

/** Laws that are broken by the play itself. */
export const OTHER_LAWS = {
  standsUp: { name: "the-program-stands", says: "Nothing that the world does breaks the program." },
  repeats: {
    name: "same-seed-same-world",
    says: "A world played again is the same to the last byte.",
  },
} as const
