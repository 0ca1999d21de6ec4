import { describe, expect, it } from "vitest"
import { type Module, readModules, resolve } from "./module.ts"
import { isTest, readSources } from "./sources.ts"

/** Where a paper session is made, and where a live one is. */
const PAPER = "src/session/paper-home.ts"
const LIVE = "src/session/live-home.ts"
/** Who may speak to an exchange, and who opens the keys to it. */
const SENDERS = [/^src\/venue\//, /^src\/session\/(live-|inquiry|keys|key-vault)/]
/** What a program can speak to another machine with. */
const NETWORK = /^(node:)?(http|https|http2|net|tls|dgram)$|^(ws|undici|ccxt)$/

/** Everything that a file can come to, over imports of every kind, later ones too; and their packages. */
function closureOf(entry: string): { readonly files: string[]; readonly packages: string[] } {
  const sources = new Map([...readSources()].filter(([file]) => !isTest(file)))
  const modules: ReadonlyMap<string, Module> = readModules(sources)
  const files = new Set<string>()
  const packages = new Set<string>()
  const waiting = [entry]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const module = modules.get(file)
    if (module === undefined || files.has(file)) continue
    files.add(file)
    for (const { specifier } of module.links) {
      const target = resolve(file, specifier)
      if (target === undefined) packages.add(specifier)
      else waiting.push(target)
    }
  }
  return { files: [...files], packages: [...packages] }
}

describe("EXEC-75: a paper session", () => {
  it("is made of parts that cannot reach the order endpoint of any exchange", () => {
    const { files, packages } = closureOf(PAPER)
    expect(files.length).toBeGreaterThan(100)
    const senders = files.filter((file) => SENDERS.some((it) => it.test(file)))
    expect(senders).toEqual([])
    expect(packages.filter((it) => NETWORK.test(it))).toEqual([])
  })

  it("would be seen to: the same look finds them behind a live one", () => {
    const { files, packages } = closureOf(LIVE)
    expect(files).toContain("src/venue/binance/binance-venue.ts")
    expect(packages.some((it) => NETWORK.test(it))).toBe(true)
  })
})
