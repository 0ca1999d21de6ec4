import path from "node:path"
import { Command, InvalidArgumentError, Option } from "commander"
import { filesOfAccount } from "../../session/account-files.ts"
import type { PaperWish } from "../../session/paper-home.ts"
import { type Plan, planFrom } from "../../session/plan.ts"
import { readSettings, type Settings } from "../../session/settings.ts"
import { steadyClock, wallClock } from "../../session/drive.ts"
import { fingerprint } from "../../session/build.ts"
import { stateFolder } from "../../session/seal-store.ts"
import { makeStrategy } from "../../strategy/catalogue/catalogue.ts"
import { argsBehind, attend } from "./face.ts"
import { type ListenOption, withListen } from "./listen-option.ts"
import { homeFolder, homePath } from "./home.ts"
import { whole, pair, collect } from "./option.ts"
import { accountName } from "./journal-option.ts"
import { isOnTerminal } from "./terminal.ts"

interface Options extends ListenOption {
  readonly strategy?: string
  readonly param?: Readonly<Record<string, string>>
  readonly capital?: string
  readonly seed?: number
  readonly speed?: number
  readonly data?: readonly string[]
  readonly symbol?: string
  readonly name?: string
  readonly fresh?: true
  readonly log?: true
  readonly attended?: true
}

/**
 * Where nothing was chosen, so that the first visitor sees the whole chain at work within minutes
 * and not within a day. It is a demonstration: on a market this quick, fees eat such a strategy.
 */
const DEMONSTRATION = { minutes: "1", fast: "5", slow: "20", cost: "0" }

/** `genesis paper`: the engine in real time, on the generated market or on a recording. */
export function paperCommand(): Command {
  return withMarket(seated(common(new Command("paper"))))
    .description("Trade on paper: the generated market, or a recording.")
    .action((options: Options) => seat(options, "paper"))
}

/** `genesis start`: what `npm start` runs. */
export function startCommand(): Command {
  return seated(common(new Command("start")))
    .description("Trade on paper on the built-in generated market. No keys, no network, no money.")
    .action((options: Options) => seat(options, "start"))
}

/** `genesis run paper`: the same engine as a service. */
export function paperService(): Command {
  return withMarket(common(new Command("paper")))
    .summary("on paper: the generated market, or a recording")
    .description("Run a paper engine as a service: no screen, calm log lines.")
    .addOption(new Option("--attended").hideHelp())
    .action(serve)
}

function withMarket(command: Command): Command {
  return command
    .option("--data <path>", "play a file or folder instead; may be given again", collect)
    .option("--symbol <name>", "the market, for files that do not say it themselves")
    .addOption(
      new Option("--speed <n>", "so many times as fast as the clock, or max")
        .argParser(speed)
        .default(1),
    )
}

function seated(command: Command): Command {
  return command.option("--log", "log lines in this process instead of the screen")
}

function common(command: Command): Command {
  return withListen(command)
    .option(
      "--strategy <name>",
      'which strategy, see "genesis strategies"; default from genesis.yaml, else crossover',
    )
    .option(
      "--param <name=value>",
      'a parameter of the strategy, see "genesis strategies NAME"; may be given again',
      pair,
    )
    .option("--capital <amount>", "opening capital in USDT")
    .option("--seed <n>", "seed of the generated market and of chance", whole)
    .option("--name <account>", "which account; each has its own journal", accountName)
    .option("--fresh", "put what the account holds aside, and begin anew")
}

/** On a terminal the engine is a process of its own, and a screen is shown of it; else it is this one. */
async function seat(options: Options, name: "start" | "paper"): Promise<void> {
  if (options.log === true || !isOnTerminal()) {
    await serve(options)
    return
  }
  // What is mistyped is told before anything is started.
  const { home, name: account } = wishOf(options)
  await attend({
    home,
    account,
    journal: filesOfAccount(home, account).journal,
    mode: "paper",
    given: argsBehind(name),
    provide: async () => ({ more: ["--attended"] }),
  })
}

async function serve(options: Options): Promise<void> {
  const wish = wishOf(options)
  // Loaded only where it runs: a screen needs no engine in its own process.
  const { openPaper } = await import("../../session/paper-home.ts")
  const { runPaper } = await import("./paper-run.ts")
  const settings = {
    home: wish.home,
    now: settingsOf(options),
    read: () => settingsOf(options),
  }
  const opened = await openPaper({ ...wish, build: fingerprint() })
  const { attended, listen } = options
  await runPaper(opened, wish, { lingers: attended === true, settings, listen })
}

function wishOf(options: Options): PaperWish {
  const settings = settingsOf(options)
  const { strategy, params } = chosen(settings, options)
  // A mistyped parameter is told before anything is opened.
  makeStrategy(strategy, params)
  return wishFrom(options, planFrom(settings, { mode: "paper", run: "p", strategy, params }))
}

function settingsOf(options: Options): Settings {
  const environment = { ...process.env }
  if (options.capital !== undefined) environment["GENESIS_CAPITAL"] = options.capital
  if (options.seed !== undefined) environment["GENESIS_SEED"] = String(options.seed)
  return readSettings(homePath(), environment)
}

/** Parameters of the settings belong to the strategy of the settings, not to another. */
function chosen(settings: Settings, options: Options): Pick<Plan, "strategy" | "params"> {
  const strategy = options.strategy ?? settings.strategy
  const own = strategy === settings.strategy ? Object.entries(settings.params) : []
  const params = {
    ...Object.fromEntries(own.map(([name, value]) => [name, String(value)])),
    ...options.param,
  }
  const isOpen = options.strategy === undefined && options.data === undefined
  const isDemonstration = isOpen && strategy === "crossover" && Object.keys(params).length === 0
  return { strategy, params: isDemonstration ? DEMONSTRATION : params }
}

function wishFrom(options: Options, plan: Plan): PaperWish {
  const { data, symbol, name, fresh, speed: times } = options
  return {
    home: homeFolder(),
    name: name ?? (data === undefined ? "paper" : nameOf(data)),
    plan,
    fresh: fresh === true,
    speed: times ?? 1,
    sealsAt: stateFolder(),
    wall: wallClock(),
    steady: steadyClock,
    environment: process.env,
    ...(data === undefined
      ? {}
      : { data: { paths: data, ...(symbol === undefined ? {} : { symbol }) } }),
  }
}

/** A recording has an account of its own, named for its first file. */
function nameOf(paths: readonly string[]): string {
  const stem = path.basename(path.resolve(paths[0] ?? "")).replaceAll(/[^A-Za-z0-9-]+/g, "-")
  return `recording-${stem.slice(0, 60)}`
}

function speed(value: string): number {
  if (value === "max") return Infinity
  const times = Number(value)
  if (times >= 0.01 && times <= 100_000) return times
  throw new InvalidArgumentError("It must be a number from 0.01 to 100000, or max.")
}
