import { type Claim, claimOf } from "../names.ts"

/** Enough to see the first rows behind a long block of comments. */
export const SAMPLE_BYTES = 64 << 10

/** The beginning of a file, from which it is told what it is. */
export interface Sample {
  readonly file: string
  readonly name: string
  readonly claim: Claim
  readonly head: Buffer
  /** Comment lines (`#`) at the top. */
  readonly comments: number
  /** The first lines behind them, at most a few; the last may be cut when the file is longer. */
  readonly lines: readonly string[]
}

const LINES_MOST = 12

/** @param isWhole whether the head is all there is */
export function sampleOf(told: {
  readonly file: string
  readonly name: string
  readonly head: Buffer
  readonly isWhole: boolean
}): Sample {
  const { file, name, head, isWhole } = told
  const text = head.toString("latin1")
  const all = text.split("\n")
  if (!isWhole) all.pop()
  let comments = 0
  while (comments < all.length && all[comments].startsWith("#")) comments++
  const lines = all
    .slice(comments, comments + LINES_MOST)
    .map((line) => line.replace(/\r$/, ""))
    .filter((line) => line !== "")
  return { file, name, claim: claimOf(name), head, comments, lines }
}
