import { FEATURES } from "../../tier/feature.ts"
import type { MainBoards } from "./sight.ts"

/** Words of a line that belong to a feature of another name. */
const SPOKEN: Readonly<Record<string, string>> = { iceberg: "sliced", fok: "fill-or-kill" }

/**
 * The feature that a typed line is about (TILT-41): one that it names, or the method of the plan that it
 * speaks to. The guard alone knows whether that one is new to the trader.
 */
export function featureOfLine(
  line: string,
  { orders }: Pick<MainBoards, "orders">,
): string | undefined {
  const words = line.toLowerCase().split(/[^a-z-]+/u)
  for (const word of words) {
    const name = Object.hasOwn(SPOKEN, word) ? SPOKEN[word] : word
    if (FEATURES.some((it) => it.name === name)) return name
  }
  if (words[0] !== "plan") return undefined
  const [running] = orders.plans
  return running?.method === "iceberg" ? "sliced" : (running?.method ?? "sliced")
}
