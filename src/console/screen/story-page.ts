import type { StoryTold } from "../../control/controlled.ts"
import { type Page, textPage } from "./page.ts"

/** The page that answers `why`: the story of an order, of a line, of the last order or refusal. */
export function storyPage({ title, lines }: Exclude<StoryTold, { nothing: string }>): Page {
  return textPage(title, lines)
}
