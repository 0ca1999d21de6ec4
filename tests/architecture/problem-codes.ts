import { readModules, type Module } from "./module.ts"
import { isTest, type Sources } from "./sources.ts"
import { child, children, lineAt, nameOf, walk, type Node } from "./syntax.ts"

/** A code that a Problem can carry, and where it is given. */
export interface ProblemCode {
  /** Undefined when the code is not written down where the problem is made. */
  readonly code: string | undefined
  readonly place: string
}

/**
 * Every code of a Problem in the program: of each object with a `code` and a `next`. A code that is
 * an argument of the function around it is looked up where that function is called.
 */
export function problemCodes(sources: Sources): ProblemCode[] {
  const files = [...sources].filter(([file]) => file.startsWith("src/") && !isTest(file))
  return [...readModules(new Map(files)).values()].flatMap(codesIn)
}

function codesIn(module: Module): ProblemCode[] {
  const found: ProblemCode[] = []
  const add = (node: Node, code: string | undefined): void => {
    found.push({ code, place: `${module.file}:${lineAt(module.text, node.start)}` })
  }
  walk(module.program, (node, above) => {
    if (node.type !== "ObjectExpression") return
    const value = (name: string): Node | undefined =>
      child(
        children(node, "properties").find((property) => nameOf(child(property, "key")) === name),
        "value",
      )
    const code = value("code")
    if (code === undefined || value("next") === undefined) return
    const texts = code.type === "Identifier" ? argumentsFor(module, code, above) : textsIn(code)
    if (texts.length === 0) add(code, undefined)
    for (const { node, text } of texts) add(node, text)
  })
  return found
}

interface Text {
  readonly node: Node
  readonly text: string
}

/** The texts an expression can be: itself, or either side of a choice. */
function textsIn(node: Node): Text[] {
  if (node.type === "ConditionalExpression") {
    return ["consequent", "alternate"].flatMap((side) => textsIn(child(node, side) ?? node))
  }
  const text = node.type === "Literal" ? nameOf(node) : undefined
  return text === undefined ? [] : [{ node, text }]
}

/** What the calls of the function around say for the argument of that name. */
function argumentsFor(module: Module, name: Node, above: readonly Node[]): Text[] {
  for (let i = above.length - 1; i >= 0; i--) {
    const place = children(above[i], "params").findIndex((it) => nameOf(it) === nameOf(name))
    if (place === -1) continue
    const owner = child(above[i], "id") ?? child(above[i - 1], "id") ?? child(above[i - 1], "key")
    const texts: Text[] = []
    walk(module.program, (node) => {
      if (node.type !== "CallExpression") return
      const callee = child(node, "callee")
      const called = (child(callee, "property") ?? callee)?.["name"]
      const given = children(node, "arguments")[place]
      if (called === owner?.["name"] && given !== undefined) texts.push(...textsIn(given))
    })
    return texts
  }
  return []
}
