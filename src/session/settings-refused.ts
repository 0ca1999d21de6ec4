import type { core } from "zod"
import { Problem } from "../value/problem.ts"
import { nearest } from "../value/nearest.ts"
import type { Complaint, KeyPath, KeyTree } from "./settings-given.ts"

/** What a check found, in words, each with its place. */
export function complaintsOf(
  issues: readonly core.$ZodIssue[],
  keys: KeyTree,
  placeOf: (at: KeyPath) => string,
): Complaint[] {
  return issues.flatMap((issue) => {
    const at = issue.path
    if (issue.code !== "unrecognized_keys") {
      const name = at.length === 0 ? "the file" : at.join(".")
      return [{ place: placeOf(at), text: `${name} must be ${meaningOf(keys, at)}` }]
    }
    const known = Object.keys(branchOf(keys, at)?.properties ?? {})
    return issue.keys.map((key) => ({
      place: placeOf([...at, key]),
      text: `there is no setting ${[...at, key].join(".")}${nearest(key, known)}`,
    }))
  })
}

/** The description of the innermost key that has one. */
function meaningOf(keys: KeyTree, at: KeyPath): string {
  for (let depth = at.length; depth > 0; depth--) {
    const description = branchOf(keys, at.slice(0, depth))?.description
    if (description !== undefined) return description
  }
  return `a map of settings: ${Object.keys(keys.properties ?? {}).join(", ")}`
}

function branchOf(keys: KeyTree, at: KeyPath): KeyTree | undefined {
  return at.reduce<KeyTree | undefined>((branch, key) => branch?.properties?.[String(key)], keys)
}

/** One problem that names everything that is wrong, so that it can be put right in one go. */
export function settingsRefused(complaints: readonly Complaint[]): Problem {
  const lines = complaints.map(
    ({ place, text }) => `${place}: ${text}${text.endsWith("?") ? "" : "."}`,
  )
  return new Problem({
    code: "SETTINGS_REFUSED",
    what: `${complaints.length === 1 ? "A setting" : `${complaints.length} settings`} cannot be used.`,
    why: lines.join("\n"),
    next: "Correct what is named, or remove it to use the built-in value.",
  })
}
