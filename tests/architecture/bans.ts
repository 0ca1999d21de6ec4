import type { Module } from "./module.ts"
import { BANNED_NAMES } from "./rooms.ts"
import { child, lineAt, memberName, nameOf, walk, type Node } from "./syntax.ts"

/** A use of the ambient world. */
export interface Ban {
  readonly name: string
  readonly line: number
}

/** Finds every banned name in a file. A local thing of such a name counts: it needs another name. */
export function bannedNamesIn(module: Module): Ban[] {
  const bans: Ban[] = []
  walk(module.program, (node, above) => {
    const name = bannedName(node, above.at(-1))
    if (name !== undefined) bans.push({ name, line: lineAt(module.text, node.start) })
  })
  return bans
}

function bannedName(node: Node, parent: Node | undefined): string | undefined {
  if (node["async"] === true) return "async"
  if (node.type === "AwaitExpression") return "await"
  if (node.type === "ForOfStatement" && node["await"] === true) return "await"
  if (node.type === "NewExpression" && nameOf(child(node, "callee")) === "Date") return "new Date"
  if (node.type === "CallExpression" && nameOf(child(node, "callee")) === "Date") return "Date()"
  const member = memberName(node)
  if (member !== undefined) {
    const dotted = `${nameOf(child(node, "object"))}.${member}`
    if (Object.hasOwn(BANNED_NAMES, dotted)) return dotted
    return member === "randomUUID" ? member : undefined
  }
  if (node.type !== "Identifier") return undefined
  const name = node["name"] as string
  return Object.hasOwn(BANNED_NAMES, name) && !isKey(node, parent) ? name : undefined
}

/** True where the name is a property's or a method's own, which says nothing of the ambient world. */
function isKey(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined || parent["computed"] === true) return false
  if (parent.type === "MemberExpression") return child(parent, "property") === node
  return child(parent, "key") === node
}
