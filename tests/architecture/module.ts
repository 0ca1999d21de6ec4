import path from "node:path"
import type { Sources } from "./sources.ts"
import { child, children, lineAt, memberName, nameOf, parse, walk, type Node } from "./syntax.ts"

/** Names taken from a module; `*` when which ones cannot be told, so that all of them count. */
export type Names = ReadonlySet<string>

/** One import of any kind: static, of a type, dynamic, passed on, or of a worker's file. */
export interface Link {
  readonly specifier: string
  readonly line: number
  readonly names: Names
}

/** A name that a module offers. */
export interface Export {
  readonly name: string
  readonly line: number
  readonly isType: boolean
  /** Where it comes from when it is only passed on; `name` is `*` for all. */
  readonly from: { readonly specifier: string; readonly name: string } | undefined
}

/** One file of the program, as far as its neighbours are concerned. */
export interface Module {
  readonly file: string
  readonly text: string
  readonly program: Node
  readonly links: readonly Link[]
  readonly exports: readonly Export[]
}

const ALL: Names = new Set(["*"])

/** The parser tells kinds by an enum of its own; their texts are what its documentation names. */
const is = (kind: string, wanted: string): boolean => kind === wanted

export function readModules(sources: Sources): Map<string, Module> {
  const modules = new Map<string, Module>()
  for (const [file, text] of sources) modules.set(file, readModule(file, text))
  return modules
}

function readModule(file: string, text: string): Module {
  const { program, module } = parse(file, text)
  const line = (offset: number): number => lineAt(text, offset)
  const links: Link[] = module.staticImports.map((found) => ({
    specifier: found.moduleRequest.value,
    line: line(found.start),
    names: new Set(
      found.entries.flatMap(({ importName, localName }) => {
        if (is(importName.kind, "Default")) return ["default"]
        if (is(importName.kind, "NamespaceObject")) return [...usesOf(program, localName.value)]
        return importName.name === null ? [] : [importName.name]
      }),
    ),
  }))
  const exports: Export[] = []
  for (const found of module.staticExports) {
    for (const entry of found.entries) {
      const specifier = entry.moduleRequest?.value
      const taken = is(entry.importName.kind, "Name") ? (entry.importName.name ?? "*") : "*"
      if (specifier !== undefined) {
        // What is passed on counts as used only when the passed-on name is: see reach.ts.
        links.push({ specifier, line: line(found.start), names: new Set() })
      }
      exports.push({
        name: is(entry.exportName.kind, "Default") ? "default" : (entry.exportName.name ?? "*"),
        line: line(entry.start),
        isType: entry.isType,
        from: specifier === undefined ? undefined : { specifier, name: taken },
      })
    }
  }
  walk(program, (node, above) => {
    const link = linkOf(program, node, above)
    if (link !== undefined) links.push({ ...link, line: line(node.start) })
  })
  return { file, text, program, links, exports }
}

/** Imports that are not declarations. */
function linkOf(program: Node, node: Node, above: readonly Node[]): Omit<Link, "line"> | undefined {
  if (node.type === "ImportExpression") {
    const specifier = nameOf(child(node, "source"))
    return specifier === undefined
      ? undefined
      : { specifier, names: namesAwaited(program, node, above) }
  }
  if (node.type === "TSImportType") {
    const specifier = nameOf(child(node, "source"))
    let qualifier = child(node, "qualifier")
    while (qualifier?.type === "TSQualifiedName") qualifier = child(qualifier, "left")
    const name = nameOf(qualifier)
    return specifier === undefined
      ? undefined
      : { specifier, names: name === undefined ? ALL : new Set([name]) }
  }
  if (node.type === "CallExpression" && nameOf(child(node, "callee")) === "require") {
    const specifier = nameOf(children(node, "arguments")[0])
    return specifier === undefined ? undefined : { specifier, names: ALL }
  }
  // new URL("./worker.ts", import.meta.url): the file is run, and nothing is taken from it.
  if (node.type === "NewExpression" && nameOf(child(node, "callee")) === "URL") {
    const [first, second] = children(node, "arguments")
    const specifier = nameOf(first)
    const isHere = second !== undefined && child(second, "object")?.type === "MetaProperty"
    if (specifier === undefined || !isHere || !specifier.endsWith(".ts")) return undefined
    return { specifier, names: new Set() }
  }
  return undefined
}

/** Which names of a dynamic import are used, in the ways that people write it. */
function namesAwaited(program: Node, node: Node, above: readonly Node[]): Names {
  const [parent, grandparent, great] = [above.at(-1), above.at(-2), above.at(-3)]
  if (parent?.type === "AwaitExpression") {
    if (grandparent === undefined) return ALL
    const member = memberName(grandparent)
    if (member !== undefined) return new Set([member])
    if (grandparent.type === "ExpressionStatement") return new Set()
    return grandparent.type === "VariableDeclarator"
      ? namesBound(program, child(grandparent, "id"))
      : ALL
  }
  const isThen = parent !== undefined && memberName(parent) === "then"
  if (isThen && child(parent, "object") === node && grandparent?.type === "CallExpression") {
    const callback = children(grandparent, "arguments")[0]
    if (callback?.type.endsWith("Function") || callback?.type.endsWith("FunctionExpression")) {
      return namesBound(program, children(callback, "params")[0])
    }
  }
  return great === undefined && parent?.type === "ExpressionStatement" ? new Set() : ALL
}

function namesBound(program: Node, pattern: Node | undefined): Names {
  if (pattern?.type === "Identifier") return usesOf(program, pattern["name"] as string)
  if (pattern?.type !== "ObjectPattern") return ALL
  const names = children(pattern, "properties").map((property) => nameOf(child(property, "key")))
  return names.includes(undefined) ? ALL : new Set(names as string[])
}

/** The names used of a whole module that was given a local name: `module.name`. */
function usesOf(program: Node, local: string): Names {
  const names = new Set<string>()
  walk(program, (node, above) => {
    if (node.type !== "Identifier" || node["name"] !== local) return
    const parent = above.at(-1)
    if (parent === undefined || isDeclared(node, parent)) return
    const isObject = child(parent, "object") === node || child(parent, "left") === node
    const name =
      parent.type === "TSQualifiedName" ? nameOf(child(parent, "right")) : memberName(parent)
    names.add(isObject && name !== undefined ? name : "*")
  })
  return names
}

/** True where a name is only made known, or is no variable at all. */
function isDeclared(node: Node, parent: Node): boolean {
  if (parent.type.startsWith("Import")) return true
  if (parent.type === "VariableDeclarator") return child(parent, "id") === node
  if (children(parent, "params").includes(node)) return true
  if (parent.type === "MemberExpression" && parent["computed"] !== true) {
    return child(parent, "property") === node
  }
  return false
}

/** The file that a relative specifier names; undefined for a package or a module of Node. */
export function resolve(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined
  return path.posix.join(path.posix.dirname(from), specifier)
}
