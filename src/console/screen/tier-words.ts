import { CHECKLIST, RECOVERY, type TierAct } from "../../tier/preparation.ts"

/** What can be typed after `tier`, and what it is for. */
const FORMS: Readonly<Record<string, string>> = {
  answer: "tier answer ITEM TEXT",
  bury: "tier bury HABIT: COMMITMENT",
  sign: "tier sign NAME YYYY-MM-DD",
  confirm: "tier confirm SENTENCE",
  reflect: "tier reflect TEXT",
  recover: "tier recover ITEM TEXT",
  shadow: "tier shadow on|off",
}

/** The words that may follow `tier`, for completion. */
export const TIER_WORDS: readonly string[] = Object.keys(FORMS)

/** Reads what follows the word `tier`; undefined when it is none of the forms. */
export function tierActOf(rest: readonly string[]): TierAct | undefined {
  const [kind = "", ...words] = rest
  const text = words.join(" ")
  const [first = "", ...others] = words
  switch (kind.toLowerCase()) {
    case "answer":
      return { kind: "answer", item: first.toLowerCase(), text: others.join(" ") }
    case "bury": {
      const [habit = "", ...commitment] = text.split(":")
      return { kind: "bury", habit, commitment: commitment.join(":").trim() }
    }
    case "sign":
      return { kind: "sign", name: words.slice(0, -1).join(" "), date: words.at(-1) ?? "" }
    case "confirm":
      return { kind: "confirm", sentence: text }
    case "reflect":
      return { kind: "reflect", text }
    case "recover":
      return { kind: "recover", item: first.toLowerCase(), text: others.join(" ") }
    case "shadow":
      return text === "on" || text === "off" ? { kind: "shadow", isOn: text === "on" } : undefined
    default:
      return undefined
  }
}

/** What to write, when it was none of the forms. */
export function tierForms(): string {
  const items = `Items: ${Object.keys(CHECKLIST).join(", ")}; to recover ${Object.keys(RECOVERY).join(", ")}.`
  return `Write one of: ${Object.values(FORMS).join(" · ")}. ${items}`
}
