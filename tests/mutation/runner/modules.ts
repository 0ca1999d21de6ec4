import { registerHooks } from "node:module"
import { pathToFileURL } from "node:url"

const OWN = new URL(".", import.meta.url).href
const STAND_INS = new Map([
  ["vitest", new URL("suite.ts", import.meta.url).href],
  ["fast-check", new URL("fewer-runs.ts", import.meta.url).href],
])

/** The modules of a sandbox: who imports whom, and which of them are to be loaded anew. */
export class Modules {
  readonly #root: string
  readonly #importers = new Map<string, Set<string>>()
  #renewed: ReadonlySet<string> = new Set()
  #version = 0

  /** From now on its files find the parts of this runner in place of vitest and fast-check. */
  constructor(sandbox: string) {
    this.#root = `${pathToFileURL(sandbox).href}/`
    registerHooks({
      resolve: (specifier, context, next) => {
        const importer = bare(context.parentURL ?? "")
        const isOurs = importer.startsWith(this.#root) && !importer.startsWith(OWN)
        const stand = isOurs ? STAND_INS.get(specifier) : undefined
        if (stand !== undefined) return { url: stand, shortCircuit: true }
        const found = next(specifier, context)
        const url = bare(found.url)
        if (isOurs) this.#importersOf(url).add(importer)
        return this.#renewed.has(url) ? { ...found, url: `${url}?v=${this.#version}` } : found
      },
    })
  }

  /** Loads a file and all that rests on it anew at the next import. @returns those, by their paths' URLs */
  renew(file: string): ReadonlySet<string> {
    const reached = new Set([pathToFileURL(file).href])
    for (const url of reached) for (const importer of this.#importersOf(url)) reached.add(importer)
    this.#renewed = reached
    this.#version++
    return reached
  }

  /** Back to the modules as they were loaded first. */
  restore(): void {
    this.#renewed = new Set()
  }

  #importersOf(url: string): Set<string> {
    const known = this.#importers.get(url) ?? new Set()
    this.#importers.set(url, known)
    return known
  }
}

const bare = (url: string): string => url.split("?")[0] ?? url
