import { Command, Option } from "commander"
import { filesOfAccount } from "../../session/account-files.ts"
import { fingerprint } from "../../session/build.ts"
import { endpointsFor, type Endpoints } from "../../session/endpoints.ts"
import { networkOf } from "../../session/keys.ts"
import { LiveDrive, steadyClock } from "../../session/live-drive.ts"
import type { LiveWish } from "../../session/live-home.ts"
import { planFrom, runAt } from "../../session/plan.ts"
import { stateFolder } from "../../session/seal-store.ts"
import { readSettings, type Settings } from "../../session/settings.ts"
import { makeStrategy } from "../../strategy/catalogue/catalogue.ts"
import { Ending } from "./ending.ts"
import { homeFolder, homePath } from "./home.ts"
import { accountName } from "./journal-option.ts"
import { openKeys, passphraseOnInput, passphraseToHand } from "./open-keys.ts"
import { pair } from "./option.ts"
import { isOnTerminal } from "./terminal.ts"
import { argsBehind, attend, type Provision } from "./face.ts"
import { type ListenOption, withListen } from "./listen-option.ts"

interface Options extends ListenOption {
  readonly testnet?: true
  readonly baseUrl?: string
  readonly symbols?: readonly string[]
  readonly strategy?: string
  readonly param?: Readonly<Record<string, string>>
  readonly name?: string
  readonly log?: true
  readonly passphraseOnInput?: true
}

/** Where no market is named, here or in the settings. */
const MARKETS = ["BTCUSDT"]

/** `genesis live`: trades an account at the exchange. */
export function liveCommand(): Command {
  return common(new Command("live"))
    .option("--log", "log lines in this process instead of the screen")
    .action(seat)
}

/** `genesis run live`: the same engine as a service. */
export function liveService(): Command {
  return common(new Command("live"))
    .summary("an account at the exchange, or on its test network")
    .addOption(new Option("--passphrase-on-input").hideHelp())
    .action(serve)
}

function common(command: Command): Command {
  return withListen(command)
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
    .addHelpText(
      "after",
      "\nExits with 0 when it was ended as asked, with 1 when it could not start or go on, with 130\n" +
        "when a question was interrupted. Stops rest at the exchange, whatever ends it.\n",
    )
}

/** On a terminal the engine is a process of its own, and a screen is shown of it; else it is this one. */
async function seat(options: Options): Promise<void> {
  if (options.log === true || !isOnTerminal()) {
    await serve(options)
    return
  }
  const { home, account, endpoints } = prepared(options)
  await attend({
    home,
    account,
    journal: filesOfAccount(home, account).journal,
    mode: "live",
    given: argsBehind("live"),
    provide: () => provided(endpoints),
  })
}

/** What an engine needs that is to be started; the gate first, so that nobody types a passphrase in vain. */
async function provided({ place }: Endpoints): Promise<Provision> {
  if (place === "production") {
    // Loaded only to start: a screen needs no engine in its own process.
    const { requireGate } = await import("../../session/system-gate.ts")
    await requireGate(homePath())
  }
  const secret = await passphraseToHand(homeFolder(), networkOf(place))
  return secret === undefined ? { more: [] } : { more: ["--passphrase-on-input"], secret }
}

interface Prepared extends Pick<LiveWish, "home" | "plan" | "symbols" | "endpoints"> {
  readonly account: string
  readonly settings: Settings
}

/** What the command line asks for, checked as far as it can be without keys and exchange. */
function prepared(options: Options): Prepared {
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
  const account = options.name ?? accountOf(endpoints.place)
  return { home: homePath(), account, plan, symbols: markets, endpoints, settings }
}

async function serve(options: Options): Promise<void> {
  const { home, account, plan, symbols, endpoints, settings } = prepared(options)
  const handed = options.passphraseOnInput === true ? { passphrase: passphraseOnInput } : {}
  // Loaded only where it runs: a screen needs no engine in its own process.
  const { openLive } = await import("../../session/live-home.ts")
  const { runLive } = await import("./live-run.ts")
  const ending = new Ending()
  const drive = new LiveDrive({
    onTurn: () => onTurn.it(),
    onTrouble: (error) => ending.fail(error),
  })
  const onTurn = { it: () => {} }
  const wish: LiveWish = {
    home,
    name: account,
    sealsAt: stateFolder(),
    build: fingerprint(),
    plan,
    symbols,
    endpoints,
    openKey: async () => {
      const key = await openKeys(homeFolder(), networkOf(endpoints.place), handed)
      ending.begin()
      return key
    },
    clock: steadyClock,
    purpose: "trade",
    wake: () => drive.wake(),
    onFinding: ({ state, what }) => {
      if (state !== "good") process.stderr.write(`${what}\n`)
    },
  }
  const here = { home, now: settings, read: () => readSettings(homePath(), process.env) }
  const live = await openLive(wish)
  const { listen } = options
  await runLive({ live, wish, drive, ending, settings: here, onTurn, listen })
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
