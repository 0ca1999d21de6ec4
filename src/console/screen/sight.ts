import type { Boards } from "../../report/boards/boards.ts"
import type { Typed } from "./command-line.ts"
import type { Tie } from "./counterpart.ts"
import type { Message } from "./message.ts"
import type { Page } from "./page.ts"

/** The boards that the main view is made of. */
export type MainBoards = Pick<Boards, "account" | "market" | "orders" | "events"> & {
  /** The account's worth, oldest first, about one a minute; floats, only to be looked at. */
  readonly curve: readonly number[]
}

/** All that a frame is made of: plain values, nothing that acts. */
export interface Sight {
  readonly boards: MainBoards
  readonly tie: Tie
  /** The answer to what was typed last; empty for none. */
  readonly answer: string
  /** Said while there is nothing else to say. */
  readonly hint: string
  /** A question waits for y or n. */
  readonly isAsking: boolean
  /** What is told at this moment, the loudest first (UI-45). */
  readonly messages: readonly Message[]
  /** Shown with a strong contrast. */
  readonly hasContrast: boolean
  readonly typed: Typed
  readonly page: Page | undefined
}
