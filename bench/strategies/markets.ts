import { existsSync, readdirSync } from "node:fs"
import path from "node:path"

/** Where the real market data lies: GENESIS_DATA, else the folder beside the repository. */
export const DATA = path.resolve(
  process.env["GENESIS_DATA"] ?? path.join(import.meta.dirname, "../../../shared/data"),
)

/** Files that together are one market over one span. */
export interface Market {
  /** Like `klines-1m-spot/BTCUSDT-1m-2023-01` with the number of files that follow. */
  readonly name: string
  readonly folder: string
  readonly files: readonly string[]
}

const NOT_MARKETS = ["exchange-info"]

/** Every market of the data folder, by name; months and days that go on from each other are one. */
export function marketsIn(root: string): readonly Market[] {
  const markets = new Map<string, Market>()
  for (const folder of foldersIn(root)) {
    for (const file of readdirSync(path.join(root, folder)).sort()) {
      const name = `${folder}/${stemOf(file)}`
      const files = [...(markets.get(name)?.files ?? []), path.join(root, folder, file)]
      markets.set(name, { name, folder, files })
    }
  }
  return [...markets.values()]
}

/** What the exchange said of its symbols, read along with every market: filters decide fills. */
export function exchangeInfoIn(root: string): readonly string[] {
  const folder = path.join(root, "exchange-info")
  return existsSync(folder) ? readdirSync(folder).map((file) => path.join(folder, file)) : []
}

function foldersIn(root: string): readonly string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((it) => it.isDirectory() && !NOT_MARKETS.includes(it.name))
    .map((it) => it.name)
    .sort()
}

/** The name without its ending, and without the month or day where files go on from each other. */
function stemOf(file: string): string {
  return file
    .replace(/(\.csv|\.jsonl|\.json)?(\.gz|\.zip)?$/, "")
    .replace(/^([A-Z0-9]+-\d+[mhd])-\d{4}-\d\d$/, "$1")
    .replace(/^([a-z]+)_\d{8}$/, "$1")
}
