import type { JournalRecord } from "../../engine/ports.ts"
import { tell } from "../../report/ask.ts"
import { storyText } from "../../report/story.ts"
import type { Page } from "./page.ts"

/**
 * The page that answers `why`: the story of an order, of a line, of the last order or refusal.
 * @param records the journal, which can be read more than once
 * @returns the sentence to be said instead, where there is nothing to tell
 */
export function storyPage(records: () => Iterable<JournalRecord>, what: string): Page | string {
  const told = tell(records, what)
  if ("nothing" in told) {
    const near = told.near.length === 0 ? "" : ` There are ${told.near.join(", ")}.`
    return `${told.nothing}${near}`
  }
  return { title: told.title, lines: storyText(told.chapters).split("\n"), top: 0 }
}
