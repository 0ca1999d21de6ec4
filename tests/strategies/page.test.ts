import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { paramTable } from "../../bench/strategies/page.ts"
import { CATALOGUE } from "../../src/strategy/catalogue/catalogue.ts"

const PAGE = readFileSync(new URL("../../docs/strategies.md", import.meta.url), "utf8")

describe("docs/strategies.md, as npm run strategies writes it", () => {
  it.each(CATALOGUE.map((it) => it.name))(
    "shows the parameters of %s with the defaults and ranges of the catalogue",
    (name) => {
      const listing = CATALOGUE.find((it) => it.name === name)
      expect(sectionOf(name)).toContain(listing && paramTable(listing))
    },
  )

  it("says of every strategy whether it gains or loses, and of none that it was fitted", () => {
    for (const { name } of CATALOGUE) {
      expect(sectionOf(name), name).toMatch(/\*\*It (loses:|gained|did not trade\.)\*\*/)
    }
    expect(PAGE).toMatch(/no parameter was\s+fitted to this data/)
  })

  it("names no strategy that is not there", () => {
    const headings = [...PAGE.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    expect(headings).toEqual(["At a glance", ...CATALOGUE.map((it) => it.name)])
  })
})

function sectionOf(name: string): string {
  return PAGE.split(/^## /m).find((it) => it.startsWith(`${name}\n`)) ?? ""
}
