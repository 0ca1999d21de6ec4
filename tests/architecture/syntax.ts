import { parseSync } from "oxc-parser"

/** A node of the syntax tree. What it holds depends on its type; {@link walk} finds its children. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

/**
 * Parses one file.
 * @throws Error naming the file when it is not valid TypeScript: what cannot be read cannot be checked
 */
export function parse(file: string, text: string) {
  const isTypeScript = file.endsWith(".ts") || file.endsWith(".tsx")
  const result = parseSync(file, text, {
    lang: isTypeScript ? (file.endsWith(".tsx") ? "tsx" : "ts") : "js",
    sourceType: isTypeScript || /\.m?js$/.test(file) ? "module" : "script",
    preserveParens: false,
  })
  const [error] = result.errors
  if (error !== undefined) throw new Error(`${file} cannot be parsed: ${error.message}`)
  return { program: result.program as unknown as Node, module: result.module }
}

/** Visits every node, parents first. `above` lists the node's parents, the nearest last. */
export function walk(root: Node, visit: (node: Node, above: readonly Node[]) => void): void {
  const above: Node[] = []
  const step = (node: Node): void => {
    visit(node, above)
    above.push(node)
    for (const value of Object.values(node)) {
      if (Array.isArray(value)) {
        for (const item of value as unknown[]) if (isNode(item)) step(item)
      } else if (isNode(value)) {
        step(value)
      }
    }
    above.pop()
  }
  step(root)
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value
}

/** A child that must be a node, or undefined. */
export function child(node: Node | undefined, key: string): Node | undefined {
  const value = node?.[key]
  return isNode(value) ? value : undefined
}

export function children(node: Node | undefined, key: string): readonly Node[] {
  const value = node?.[key]
  return Array.isArray(value) ? (value as unknown[]).filter(isNode) : []
}

/** The text of an identifier, of a key, or of a string; undefined for anything computed. */
export function nameOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined
  if (node.type === "Identifier") return node["name"] as string
  if (node.type === "Literal" && typeof node["value"] === "string") return node["value"]
  return undefined
}

/** The name after the dot (`a.b`, `a["b"]`), or undefined. */
export function memberName(node: Node): string | undefined {
  if (node.type !== "MemberExpression") return undefined
  const property = child(node, "property")
  if (node["computed"] === true && property?.type !== "Literal") return undefined
  return nameOf(property)
}

/** The line on which an offset lies, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let i = text.indexOf("\n"); i !== -1 && i < offset; i = text.indexOf("\n", i + 1)) line++
  return line
}
