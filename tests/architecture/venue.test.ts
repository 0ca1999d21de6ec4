import { expect, it } from "vitest"
import { bannedNamesIn } from "./bans.ts"
import { readModules } from "./module.ts"
import { isTest, readSources } from "./sources.ts"

/** Where the venue touches the world: it moves bytes, and decides nothing. */
const DRIVER = "src/venue/binance/driver.ts"

it("nothing in the venue but its driver has time, chance or waiting of its own, so that the drill reaches it", () => {
  const files = [...readSources()].filter(
    ([file]) => file.startsWith("src/venue/") && !isTest(file),
  )
  const bans = [...readModules(new Map(files)).values()].map(
    (module) => [module.file, bannedNamesIn(module)] as const,
  )
  const ambient = bans.filter(([, found]) => found.length > 0).map(([file]) => file)
  expect(ambient).toEqual([DRIVER])
})
