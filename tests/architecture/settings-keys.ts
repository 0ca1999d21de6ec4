import { resolve, type Module } from "./module.ts"
import { child, children, memberName, nameOf, walk, type Node } from "./syntax.ts"

/** The file whose first `z.strictObject({…})` says which settings there are. */
export const SETTINGS = "src/session/settings.ts"

/** A setting; those of a group have the group's name before them. */
interface Key {
  readonly group: string | undefined
  readonly name: string
}

/**
 * Settings that no code reads. A setting counts as read where a file that knows the settings reads its
 * name; one of a group, where a file reads its name beside the group's or beside another of the group.
 * @throws Error when the schema cannot be found: a check of nothing would always pass
 */
export function unreadSettings(reached: ReadonlyMap<string, Module>): string[] {
  const settings = reached.get(SETTINGS)
  if (settings === undefined) return [`The settings (${SETTINGS}) cannot be reached.`]
  const keys = keysOf(settings)
  const readers = [...reached.values()].map((module) => ({
    names: namesRead(module.program),
    knows: module.links.some(({ specifier }) => resolve(module.file, specifier) === SETTINGS),
  }))
  return keys
    .filter(({ group, name }) => {
      if (group === undefined) return !readers.some(({ names, knows }) => knows && names.has(name))
      const beside = [group, ...keys.filter((key) => key.group === group).map((key) => key.name)]
      return !readers.some(
        ({ names }) =>
          names.has(name) && beside.some((other) => other !== name && names.has(other)),
      )
    })
    .map(({ group, name }) => {
      const full = group === undefined ? name : `${group}.${name}`
      return `The setting ${full} is read by nothing.`
    })
}

function keysOf(settings: Module): Key[] {
  const schema = strictObjectIn(settings.program)
  if (schema === undefined) throw new Error(`${SETTINGS} has no z.strictObject to check.`)
  return children(schema, "properties").flatMap((property) => {
    const name = nameOf(child(property, "key"))
    if (name === undefined) throw new Error(`${SETTINGS} has a key that is computed.`)
    const value = child(property, "value")
    const group = value === undefined ? undefined : strictObjectIn(value)
    const inner = children(group, "properties").map((member) => ({
      group: name,
      name: nameOf(child(member, "key")) ?? "",
    }))
    return [{ group: undefined, name }, ...inner]
  })
}

/** The first map of keys given to `strictObject`, outermost first. */
function strictObjectIn(root: Node): Node | undefined {
  let found: Node | undefined
  walk(root, (node) => {
    if (found !== undefined || node.type !== "CallExpression") return
    const callee = child(node, "callee")
    if (callee !== undefined && memberName(callee) === "strictObject") {
      found = children(node, "arguments")[0]
    }
  })
  return found
}

/** Names read from things: `a.name`, `a["name"]`, `const { name } = a`. */
function namesRead(program: Node): ReadonlySet<string> {
  const names = new Set<string>()
  walk(program, (node) => {
    const member = memberName(node)
    if (member !== undefined) names.add(member)
    if (node.type !== "ObjectPattern") return
    for (const property of children(node, "properties")) {
      const name = nameOf(child(property, "key"))
      if (name !== undefined) names.add(name)
    }
  })
  return names
}
