import type { Profile } from "../../tilt/act.ts"
import { nearest } from "../../value/nearest.ts"

/** What somebody asks of the tilt guard. */
export type TiltAsk =
  | { readonly kind: "page" }
  | { readonly kind: "journal"; readonly part: number; readonly text: string }
  | { readonly kind: "review" }
  | { readonly kind: "breathe" }
  | { readonly kind: "accept" }
  | { readonly kind: "commit"; readonly text: string }
  | { readonly kind: "profile"; readonly profile: Profile }
  | { readonly kind: "life-event"; readonly days: number }
  | { readonly kind: "reset"; readonly reason: string }
  | { readonly kind: "release"; readonly phrase: string }

/** What can be typed behind `tilt`. */
export const TILT_WORDS: readonly (readonly [usage: string, meaning: string])[] = [
  ["tilt journal N WORDS", "write a line to question N of the journal, 1 to 5"],
  ["tilt review", "read the trades of this episode again"],
  ["tilt commit WORDS", "a sentence that you commit to"],
  ["tilt breathe", "five quiet minutes, with a timer"],
  ["tilt accept", "take the guard's word; the next win pays more of a debt"],
  ["tilt profile NAME", "alert, tired or stressed make it watchful; usual after an hour"],
  ["tilt event DAYS", "something in life: more watchful for so many days"],
  ["tilt reset REASON", "learn anew what is usual, from tomorrow on; needs a calm day"],
  ["tilt release PHRASE", "I ACCEPT THE RISKS, with 500 characters in the journal first"],
]

const PROFILES: readonly Profile[] = ["usual", "alert", "tired", "stressed"]

/** Reads what stands behind `tilt`; a text is why it cannot be read. */
export function tiltAskOf(rest: readonly string[]): TiltAsk | string {
  const [word = "page", ...more] = rest
  const text = more.join(" ")
  switch (word.toLowerCase()) {
    case "page":
      return { kind: "page" }
    case "review":
      return { kind: "review" }
    case "breathe":
      return { kind: "breathe" }
    case "accept":
      return { kind: "accept" }
    case "commit":
      return { kind: "commit", text }
    case "reset":
      return { kind: "reset", reason: text }
    case "release":
      return { kind: "release", phrase: text }
    case "journal":
      return journal(more)
    case "profile": {
      const profile = PROFILES.find((it) => it === text.toLowerCase())
      if (profile) return { kind: "profile", profile }
      return `There is no profile "${text}". There are ${PROFILES.join(", ")}.`
    }
    case "event": {
      const days = Number(text)
      if (days > 0 && days <= 30) return { kind: "life-event", days }
      return "An event lasts from 1 to 30 days. Write it like: tilt event 7"
    }
    default: {
      const names = TILT_WORDS.map(([usage]) => usage.split(" ")[1] ?? "")
      return `The guard knows no "${word}"${nearest(word, names) || "."} Type tilt for what there is.`
    }
  }
}

function journal([number = "", ...words]: readonly string[]): TiltAsk | string {
  const part = Number(number)
  if (Number.isInteger(part) && part >= 1 && part <= 5 && words.length > 0) {
    return { kind: "journal", part, text: words.join(" ") }
  }
  return "The journal has questions 1 to 5. Write it like: tilt journal 1 the second loss felt unfair"
}
