import { existsSync, writeFileSync } from "node:fs"
import { DATA } from "../strategies/markets.ts"
import { generatedBook, recordedBook } from "./books.ts"
import { trackedCurves } from "./curves.ts"
import { pageOf } from "./page.ts"

// `npm run execution` measures what plans are worth and writes docs/execution.md. Nothing in it depends
// on the machine or the day: the same data gives the same page.

if (existsSync(DATA)) {
  const books = [
    await recordedBook(),
    generatedBook("BTCUSDT", [500, 10_000, 100_000]),
    generatedBook("CTSIUSDT", [200, 500, 2_000, 10_000]),
  ]
  const page = pageOf(books, await trackedCurves())
  writeFileSync(new URL("../../docs/execution.md", import.meta.url), page)
  process.stderr.write("docs/execution.md is written.\n")
} else {
  process.stderr.write(
    `There is no market data in ${DATA}, so nothing was run.\nName its folder with GENESIS_DATA.\n`,
  )
  process.exitCode = 1
}
