import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { Problem } from "../value/problem.ts"
import { readSettings } from "./settings.ts"
import { settingsFile } from "./settings-file.ts"

/** What a first settings file is made from; the rest is built in. */
export interface FirstSettings {
  readonly capital: string
  readonly serverMonthly: string
  readonly taxMethod: string
  readonly payInBnb: boolean
}

/**
 * Writes a settings file with a remark on everything in it. It is read back by the program's own reader
 * before it takes its place, so that what is there can always be read.
 * @throws Problem `SETTINGS_THERE` when there is one and it is not to be replaced; `SETTINGS_REFUSED`
 */
export function writeFirstSettings(
  home: string,
  first: FirstSettings,
  told: { readonly isReplacing: boolean },
): string {
  const file = settingsFile(home)
  if (existsSync(file) && !told.isReplacing) throw alreadyThere(file)
  const draft = mkdtempSync(path.join(home, ".setup-"))
  try {
    const tried = settingsFile(draft)
    writeFileSync(tried, textOf(first), { mode: 0o600 })
    readSettings(draft, {})
    renameSync(tried, file)
  } finally {
    rmSync(draft, { recursive: true })
  }
  return file
}

function textOf({ capital, serverMonthly, taxMethod, payInBnb }: FirstSettings): string {
  return `# Settings of genesis. Lines that begin with # are remarks; what is not here is built in.
# "genesis limits" shows what holds. Limits can be tightened here, never loosened.

# Money a new account begins with, in USDT. In quotes, since an amount is not a float.
capital: "${capital}"

# What it costs to run, deducted from every result.
costs:
  # The server a month, in USDT.
  serverMonthly: "${serverMonthly}"

# What the exchange takes, in parts per million of the traded amount: 1000 is 0.1 %.
fees:
  makerPpm: 1000
  takerPpm: 1000
  # Whether fees are paid in BNB.
  payInBnb: ${payInBnb}

# Which lots leave first, for "genesis tax": fifo, lifo or hifo.
tax:
  method: ${taxMethod}

# The strategy that trades when none is named; "genesis strategies" shows all.
# strategy: crossover
# params: { minutes: 5 }

# limits:
#   positionPercent: 5
#   dailyLossPercent: 2

# Keys of the screen; "help" there lists them. Ctrl+C and F12 are for emergencies and stay.
# shortcuts: { risk: f3, performance: f2 }
`
}

function alreadyThere(file: string): Problem {
  return new Problem({
    code: "SETTINGS_THERE",
    what: `${file} is there already.`,
    why: "Somebody may have written it by hand, so it is not replaced without being asked to.",
    next: "Edit it, or run the same again with --replace.",
  })
}
