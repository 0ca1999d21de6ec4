import { createInterface } from "node:readline/promises"
import { existsSync } from "node:fs"
import { Command, Option } from "commander"
import { TAX_METHODS } from "../../ledger/tax/tax-lots.ts"
import { type FirstSettings, writeFirstSettings } from "../../session/first-settings.ts"
import { settingsFile } from "../../session/settings-file.ts"
import { homeFolder, homePath } from "./home.ts"

interface Options {
  readonly capital?: string
  readonly serverMonthly?: string
  readonly taxMethod?: string
  readonly payInBnb?: boolean
  readonly replace?: true
  readonly json?: true
}

/** `genesis setup`: the first settings, by a few questions or by options alone. */
export function setupCommand(): Command {
  return new Command("setup")
    .description(
      "Write a settings file with a remark on everything in it. Before a terminal it asks for what no " +
        "option says and it cannot find out; without one it takes the built-in values.",
    )
    .option("--capital <amount>", "money a new account begins with, in USDT")
    .option("--server-monthly <amount>", "what the server costs a month, in USDT")
    .addOption(new Option("--tax-method <name>", "which lots leave first").choices(TAX_METHODS))
    .option("--pay-in-bnb", "fees are paid in BNB")
    .option("--replace", "replace a settings file that is there")
    .option("--json", "print one JSON object")
    .action(run)
}

const BUILT_IN: FirstSettings = {
  capital: "500",
  serverMonthly: "0",
  taxMethod: "fifo",
  payInBnb: false,
}

async function run(options: Options): Promise<void> {
  const { replace = false, json, ...said } = options
  const given: FirstSettings = { ...BUILT_IN, ...said }
  // What is there already ends it before anybody has answered a question in vain.
  const isNew = replace || !existsSync(settingsFile(homePath()))
  const mayAsk = isNew && !json && process.stdin.isTTY && process.stdout.isTTY
  const first = mayAsk ? await asked(given, said) : given
  const file = writeFirstSettings(homeFolder(), first, { isReplacing: replace })
  if (json) process.stdout.write(`${JSON.stringify({ file, ...first })}\n`)
  else {
    process.stdout.write(
      `The settings are in ${file}, with a remark on each.\n` +
        '"genesis" starts to trade on paper; "genesis doctor" looks at what everything rests on.\n',
    )
  }
}

/** Three questions at most, each with an answer that Enter takes. */
async function asked(given: FirstSettings, said: Partial<FirstSettings>): Promise<FirstSettings> {
  const line = createInterface({ input: process.stdin, output: process.stdout })
  const ask = async (question: string, usual: string): Promise<string> => {
    const answer = (await line.question(`${question} [${usual}] `)).trim()
    return answer === "" ? usual : answer
  }
  try {
    const capital =
      said.capital ?? (await ask("Money an account begins with, in USDT?", given.capital))
    const serverMonthly =
      said.serverMonthly ??
      (await ask("What does the server cost a month, in USDT?", given.serverMonthly))
    const bnb =
      said.payInBnb ?? (await ask("Are fees paid in BNB? yes or no", "no")).startsWith("y")
    return { ...given, capital, serverMonthly, payInBnb: bnb }
  } finally {
    line.close()
  }
}
