import { Command } from "commander"
import { networkOf } from "../../session/doctor.ts"
import { endpointsFor, type Endpoints } from "../../session/endpoints.ts"
import { LiveDrive, steadyClock } from "../../session/live-drive.ts"
import { type LiveWish, openLive, runAt } from "../../session/live-home.ts"
import { planFrom } from "../../session/plan.ts"
import { readSettings } from "../../session/settings.ts"
import { requireGate } from "../../session/system-gate.ts"
import { makeStrategy } from "../../strategy/catalogue/catalogue.ts"
import { Ending } from "./ending.ts"
import { homeFolder, homePath } from "./home.ts"
import { accountName } from "./journal-option.ts"
import { runLive } from "./live-run.ts"
import { openKeys } from "./open-keys.ts"
import { pair } from "./option.ts"
import { faceHere } from "./face.ts"

interface Options {
  readonly testnet?: true
  readonly baseUrl?: string
  readonly symbols?: readonly string[]
  readonly strategy?: string
  readonly param?: Readonly<Record<string, string>>
  readonly name?: string
  readonly log?: true
}

/** Where no market is named, here or in the settings. */
const MARKETS = ["BTCUSDT"]

/** `genesis live`: trades an account at the exchange. */
export function liveCommand(): Command {
  return new Command("live")
    .description(
      "Trade an account at the exchange. Starts only when everything it rests on is as it must be; " +
        "with real money, only behind the system gate.",
    )
    .option("--testnet", "the exchange's test network: real calls, no money")
    .option("--base-url <address>", 'a simulated exchange on this machine, of "genesis exchange"')
    .option("--symbols <names>", "markets to trade, with commas between; default BTCUSDT", symbols)
    .option("--strategy <name>", 'which strategy, see "genesis strategies"')
    .option("--param <name=value>", "a parameter of the strategy; may be given again", pair)
    .option("--name <account>", "which account; each has its own journal", accountName)
    .option("--log", "log lines instead of the screen")
    .addHelpText(
      "after",
      "\nExits with 0 when it was ended as asked, with 1 when it could not start or go on, with 130\n" +
        "when a question was interrupted. Stops rest at the exchange, whatever ends it.\n",
    )
    .action(run)
}

async function run(options: Options): Promise<void> {
  const endpoints = endpointsFor({
    isTestnet: options.testnet === true,
    ...(options.baseUrl === undefined ? {} : { base: options.baseUrl }),
  })
  const settings = readSettings(homePath(), process.env)
  const strategy = options.strategy ?? settings.strategy
  const own = strategy === settings.strategy ? Object.entries(settings.params) : []
  const given = { ...Object.fromEntries(own.map(([k, v]) => [k, String(v)])), ...options.param }
  const markets = marketsOf(options, settings.symbols)
  const params = {
    ...(given["symbol"] === undefined ? { symbol: markets[0] ?? "" } : {}),
    ...given,
  }
  // A mistyped parameter is told before anything is opened.
  makeStrategy(strategy, params)
  const plan = planFrom(settings, { mode: "live", run: runAt(steadyClock()), strategy, params })
  // Before anybody is asked for a passphrase in vain.
  if (endpoints.place === "production") await requireGate(homePath())
  const home = homeFolder()
  const key = await openKeys(home, networkOf(endpoints.place))
  const ending = new Ending()
  const drive = new LiveDrive({
    onTurn: () => onTurn.it(),
    onTrouble: (error) => ending.fail(error),
  })
  const onTurn = { it: () => {} }
  const wish: LiveWish = {
    home,
    name: options.name ?? accountOf(endpoints.place),
    plan,
    symbols: markets,
    endpoints,
    key,
    clock: steadyClock,
    purpose: "trade",
    wake: () => drive.wake(),
    onFinding: ({ state, what }) => {
      if (state !== "good") process.stderr.write(`${what}\n`)
    },
  }
  const faceFor = await faceHere(options.log === true)
  await runLive({ live: await openLive(wish), wish, drive, ending, faceFor, onTurn })
}

function marketsOf(options: Options, set: readonly string[]): readonly string[] {
  if (options.symbols !== undefined) return options.symbols
  return set.length > 0 ? set : MARKETS
}

/** Real money, the test network and simulations never share an account. */
const accountOf = (place: Endpoints["place"]): string =>
  place === "production" ? "live" : `live-${place}`

function symbols(value: string): readonly string[] {
  return value.split(",").map((name) => name.trim().toUpperCase())
}
