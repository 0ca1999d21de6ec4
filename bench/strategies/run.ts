import { spawn } from "node:child_process"
import { existsSync, writeFileSync } from "node:fs"
import { CATALOGUE } from "../../src/strategy/catalogue/catalogue.ts"
import { DATA } from "./markets.ts"
import type { Report } from "./outcome.ts"
import { pageOf } from "./page.ts"

// `npm run strategies` runs every built-in strategy over all real market data there is, and writes
// docs/strategies.md. Nothing in it depends on the machine or the day: the same data gives the same page.

/** Processes at a time. */
const AT_ONCE = 2

function reportOf(strategy: string): Promise<Report> {
  const file = new URL("worker.ts", import.meta.url).pathname
  const child = spawn(process.execPath, [file, strategy], { stdio: ["ignore", "pipe", "inherit"] })
  const chunks: string[] = []
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk))
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(chunks.join("")) as Report)
      else reject(new Error(`The run of ${strategy} ended with ${code}.`))
    })
  })
}

async function all(names: readonly string[]): Promise<readonly Report[]> {
  const waiting = [...names]
  const reports = new Map<string, Report>()
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      process.stderr.write(`${name} ...\n`)
      reports.set(name, await reportOf(name))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return names.flatMap((name) => reports.get(name) ?? [])
}

if (existsSync(DATA)) {
  const page = pageOf(await all(CATALOGUE.map((it) => it.name)))
  writeFileSync(new URL("../../docs/strategies.md", import.meta.url), page)
  process.stderr.write("docs/strategies.md is written.\n")
} else {
  process.stderr.write(
    `There is no market data in ${DATA}, so nothing was run.\nName its folder with GENESIS_DATA.\n`,
  )
  process.exitCode = 1
}
