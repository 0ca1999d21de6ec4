import { readModules, resolve, type Export, type Module } from "./module.ts"
import { isTest, type Sources } from "./sources.ts"
import { child, nameOf, walk } from "./syntax.ts"

/** Where the program begins: the command line, the face for authors, the drill. */
export const ENTRIES = ["bin/genesis", "src/index.ts", "drill/run.ts"]

type Modules = ReadonlyMap<string, Module>

/** The modules that the program can come to from its entries, over imports of every kind. */
export function reachedModules(sources: Sources): Map<string, Module> {
  const modules = readModules(new Map([...sources].filter(([file]) => !isTest(file))))
  const declared = declarations(modules)
  const reached = new Map<string, Module>()
  const waiting = ENTRIES.filter((file) => modules.has(file))
  if (waiting.length === 0) throw new Error("There is no entry to walk from.")
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const module = modules.get(file)
    if (module === undefined || reached.has(file)) continue
    reached.set(file, module)
    for (const { specifier } of module.links) {
      waiting.push(resolve(file, specifier) ?? declared.get(specifier) ?? "")
    }
  }
  return reached
}

/** Files that state the types of a package, by its name: they come with whoever imports it. */
function declarations(modules: Modules): Map<string, string> {
  const declared = new Map<string, string>()
  for (const { file, program } of modules.values()) {
    if (!file.endsWith(".d.ts")) continue
    walk(program, (node) => {
      const id = node.type === "TSModuleDeclaration" ? child(node, "id") : undefined
      if (id?.type === "Literal") declared.set(nameOf(id) ?? "", file)
    })
  }
  return declared
}

/**
 * What of `src/` the program cannot come to: entries that are missing, files that nobody imports, and
 * exported names that nobody takes. A type may be exported for the sake of a signature beside it.
 */
export function reachFindings(sources: Sources): string[] {
  const reached = reachedModules(sources)
  const missing = ENTRIES.filter((entry) => !reached.has(entry))
  const lost = [...sources.keys()].filter(
    (file) => file.startsWith("src/") && !isTest(file) && !reached.has(file),
  )
  const used = usedNames(reached)
  const idle = [...reached.values()]
    .filter(({ file }) => file.startsWith("src/") && !ENTRIES.includes(file))
    .flatMap((module) =>
      module.exports
        .filter((found) => !isUsed(module, found, used))
        .map(({ name, line }) => `${module.file}:${line} exports ${name}, which nothing imports.`),
    )
  return [
    ...missing.map((entry) => `The entry ${entry} is not there.`),
    ...lost.map((file) => `${file} cannot be reached from the program.`),
    ...idle.toSorted(),
  ]
}

/** The names taken from each reached file, `*` when all of them may be. */
type Used = ReadonlyMap<string, ReadonlySet<string>>

function usedNames(reached: Modules): Used {
  const used = new Map<string, Set<string>>()
  const take = (file: string | undefined, name: string): void => {
    const module = file === undefined ? undefined : reached.get(file)
    if (module === undefined) return
    const names = used.get(module.file) ?? new Set()
    if (names.has(name)) return
    used.set(module.file, names.add(name))
    // What is only passed on is taken from where it comes from.
    for (const passed of module.exports) {
      if (passed.from === undefined) continue
      const source = resolve(module.file, passed.from.specifier)
      if (passed.name === "*") take(source, name)
      else if (passed.name === name || name === "*") take(source, passed.from.name)
    }
  }
  for (const module of reached.values()) {
    for (const { specifier, names } of module.links) {
      for (const name of names) take(resolve(module.file, specifier), name)
    }
  }
  for (const entry of ENTRIES) take(entry, "*")
  return used
}

function isUsed(module: Module, found: Export, used: Used): boolean {
  const names = used.get(module.file)
  if (found.name === "*" || names?.has(found.name) || names?.has("*")) return true
  return found.isType && found.from === undefined && timesNamed(module, found.name) > 1
}

function timesNamed(module: Module, name: string): number {
  let times = 0
  walk(module.program, (node) => {
    if (node.type === "Identifier" && nameOf(node) === name) times++
  })
  return times
}
