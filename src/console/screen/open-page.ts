import type { Size } from "./line.ts"
import { pageRoom } from "./model.ts"
import { type Page, turned } from "./page.ts"
import { type Seen, type ViewName, VIEWS } from "./pages/pages.ts"

/** Looks come twice a second. */
const SELDOM = 20

/** Asks for a board; it is told later, or never when nobody answers. */
export type AskBoard = (name: string, told: (board: unknown) => void) => void

/**
 * What covers the centre of the screen: a text, or a view whose board is asked for again and again
 * while it is open. A view that was left does not come back when its board arrives late.
 */
export class OpenPage {
  readonly #ask: AskBoard
  #page: Page | undefined
  #view: ViewName | undefined
  #isAsking = false
  #looks = 0

  constructor(ask: AskBoard) {
    this.#ask = ask
  }

  get page(): Page | undefined {
    return this.#page
  }

  show(page: Page): void {
    this.#view = undefined
    this.#page = page
  }

  open(view: ViewName): void {
    this.#view = view
    this.#page = undefined
    this.#isAsking = false
    this.#looks = 0
    this.refresh()
  }

  close(): void {
    this.#view = undefined
    this.#page = undefined
  }

  /** Asks for the board anew, unless an answer is still to come. */
  refresh(): void {
    const view = this.#view
    if (view === undefined || this.#isAsking) return
    // What takes thousands of draws, and hardly changes, is not drawn anew at every look.
    if (isSeldom(view, this.#page) && this.#looks++ % SELDOM !== 0) return
    this.#isAsking = true
    this.#ask(VIEWS[view].board, (board) => {
      this.#isAsking = false
      if (this.#view !== view) return
      const top = this.#page?.top ?? 0
      this.#page = { kind: "view", seen: { name: view, board } as Seen, top }
    })
  }

  /** Nothing was answered, and nothing will be: the next look asks again. */
  giveUp(): void {
    this.#isAsking = false
  }

  turn(by: -1 | 1, size: Size): void {
    if (this.#page) this.#page = turned(this.#page, by, pageRoom(size))
  }
}

/** What is being looked at somewhere else is there in a moment, and asked for until it is. */
function isSeldom(view: ViewName, page: Page | undefined): boolean {
  if (view === "performance") return true
  if (view !== "validation" || page?.kind !== "view" || page.seen.name !== view) return false
  return !page.seen.board.gate.isLooking
}
