import { Command, InvalidArgumentError, Option } from "commander"
import { plainAccount, readAccounts } from "../../exchange/account/accounts-file.ts"
import type { Customer } from "../../exchange/account/customer.ts"
import { readFaults } from "../../exchange/faults/fault-file.ts"
import type { HallLimits, HallState } from "../../exchange/hall.ts"
import { type HallKeeper, type KeptHall, openExchange } from "../../exchange/open-exchange.ts"
import type { Addresses } from "../../exchange/server/server.ts"
import { wallClock } from "../../session/drive.ts"
import { loadTape, type MarketData } from "../../session/market-data.ts"
import { GeneratedSource, type MarketSource, RecordedSource } from "../../simulation/source.ts"
import { ExchangeStore } from "../../storage/sqlite/exchange-store.ts"
import { type Instant, instantOf } from "../../value/brand.ts"
import { Problem } from "../../value/problem.ts"
import { hours } from "../../value/time.ts"
import { catalogPath } from "./catalog-path.ts"
import { Ending } from "./ending.ts"
import { collect, pair, whole } from "./option.ts"

interface Options {
  readonly port: number
  readonly data?: readonly string[]
  readonly symbols?: readonly string[]
  readonly seed: number
  readonly speed: number
  readonly history: number
  readonly account?: { readonly apiKey: string; readonly secret: string }
  readonly accounts?: string
  readonly balance?: Readonly<Record<string, string>>
  readonly faults?: string
  readonly orders?: number
  readonly weight?: number
  readonly state?: string
}

/** What the one account holds where nothing was said. */
const BALANCES = { USDT: "10000", BTC: "0.1", BNB: "1" }
/** The key of the one account where none was given: it opens a simulated exchange and nothing else. */
const KEY = { apiKey: "genesis-exchange-key", secret: "genesis-exchange-secret" }

/** `genesis exchange`: a simulated exchange that speaks Binance's protocol on loopback. */
export function exchangeCommand(): Command {
  return new Command("exchange")
    .description("Serve a simulated exchange on loopback, in Binance's own protocol.")
    .addOption(
      new Option("--port <n>", "where it listens; 0 takes a free port")
        .argParser(whole)
        .default(8899),
    )
    .option("--data <path>", "the market: a file or folder; may be given again", collect)
    .option("--symbols <names>", "the market: symbols of the catalog, with commas between", names)
    .addOption(
      new Option("--seed <n>", "seed of the generated market and of chance")
        .argParser(whole)
        .default(1),
    )
    .addOption(
      new Option("--speed <n>", "so many times as fast as the clock").argParser(speed).default(1),
    )
    .addOption(
      new Option("--history <hours>", "how much of a generated market went before")
        .argParser(span)
        .default(1),
    )
    .option("--account <key:secret>", "the key of the one account, signed with HMAC", account)
    .option("--accounts <file>", "accounts with balances and HMAC, RSA or Ed25519 keys, as JSON")
    .option("--balance <asset=amount>", "what the one account holds; may be given again", pair)
    .option("--faults <preset|file>", "what is to go wrong: calm, rough, hostile, or a JSON file")
    .option("--orders <n>", "orders an account may place in ten seconds, instead of 50", whole)
    .option("--weight <n>", "weight an address may use in a minute, instead of 6000", whole)
    .option("--state <file>", "keep everything here; the next start goes on, also after kill -9")
    .action(run)
}

async function run(options: Options): Promise<void> {
  const customers = customersOf(options)
  const faults = options.faults === undefined ? {} : { faults: readFaults(options.faults) }
  const store = options.state === undefined ? undefined : await ExchangeStore.open(options.state)
  const kept = store?.load()
  const position = kept === undefined ? undefined : (JSON.parse(kept.position) as Position)
  const now = wallClock()
  const { source, own } = await marketOf(options, now, position?.market)
  const winding = position?.winding ?? { wall: beginOf(options, now), own, speed: options.speed }
  const saved = kept === undefined ? undefined : (JSON.parse(kept.state) as KeptHall["hall"])
  if (saved !== undefined) requireSame(source, saved, options.state)
  const ending = new Ending()
  ending.begin()
  const { server, hall } = openExchange({
    source,
    winding,
    customers,
    seed: options.seed,
    clock: wallClock,
    start: saved === undefined ? winding.wall : saved.engine.now,
    saved,
    ...faults,
    limits: limitsOf(options),
    onTrouble: (error) => ending.fail(error),
    ...(store === undefined ? {} : { keeper: keeperIn(store) }),
  })
  hall.advance(now)
  const addresses = await server.open(options.port)
  process.stdout.write(greeting(source.name, addresses, customers))
  try {
    await ending.come
  } finally {
    await server.close()
    store?.close()
    ending.release()
  }
  process.stdout.write("The exchange has closed.\n")
}

/** @throws Problem `EXCHANGE_OF_OTHER_MARKET` */
function requireSame(source: MarketSource, { engine }: HallState, file = ""): void {
  const symbols = source.instruments.map(({ symbol }) => symbol).join(", ")
  const kept = engine.symbols.join(", ")
  if (symbols === kept) return
  throw new Problem({
    code: "EXCHANGE_OF_OTHER_MARKET",
    what: `The exchange in ${file} is of another market.`,
    why: `It was kept with ${kept}; what is to be played now is ${symbols}.`,
    next: "Name the same market as before, or another file with --state.",
  })
}

function keeperIn(store: ExchangeStore): HallKeeper {
  return {
    save: ({ hall, winding, market }, revision) =>
      store.save({
        revision,
        state: JSON.stringify(hall),
        position: JSON.stringify({ winding, market } satisfies Position),
      }),
  }
}

/** Where the market stood when the exchange was kept. */
interface Position {
  readonly winding: KeptHall["winding"]
  readonly market: string
}

async function marketOf(
  options: Options,
  now: Instant,
  saved: string | undefined,
): Promise<{ readonly source: MarketSource; readonly own: Instant }> {
  const kept = saved === undefined ? {} : { saved }
  const wanted = dataOf(options)
  if (wanted === undefined) {
    const start = beginOf(options, now)
    const source = new GeneratedSource({ seed: options.seed, start, ...kept })
    return { source, own: start }
  }
  const recording = await loadTape(wanted)
  const name = "paths" in wanted ? `recording ${wanted.paths.join(", ")}` : "catalog"
  const source = new RecordedSource({ name, recording, ...kept })
  return { source, own: source.firstAt ?? now }
}

function dataOf({ data, symbols }: Options): MarketData | undefined {
  if (data !== undefined) return { paths: data }
  return symbols === undefined ? undefined : { catalog: catalogPath(), symbols }
}

function limitsOf({ orders, weight }: Options): Partial<HallLimits> {
  return {
    ...(orders === undefined ? {} : { perTenSeconds: orders, perDay: orders * 8_640 }),
    ...(weight === undefined ? {} : { weightPerMinute: weight }),
  }
}

/** A generated market has a past; a recording begins now. */
function beginOf(options: Options, now: Instant): Instant {
  if (dataOf(options) !== undefined) return now
  return instantOf(now - hours(options.history))
}

function customersOf({ accounts, account, balance }: Options): readonly Customer[] {
  if (accounts !== undefined) return readAccounts(accounts)
  const { apiKey, secret } = account ?? KEY
  return [plainAccount(apiKey, secret, balance ?? BALANCES)]
}

function greeting(market: string, addresses: Addresses, customers: readonly Customer[]): string {
  const keys = customers.flatMap(({ name, keys }) =>
    keys.map(({ apiKey, check }) => `  ${name}: ${apiKey} (${check.kind})`),
  )
  return [
    `The exchange is open: ${market}.`,
    `  REST           ${addresses.rest}`,
    `  streams        ${addresses.streams}/ws and ${addresses.streams}/stream`,
    `  WebSocket API  ${addresses.api}`,
    "Accounts and their keys:",
    ...keys,
    "Ctrl+C ends it.",
    "",
  ].join("\n")
}

function names(value: string): readonly string[] {
  return value.split(",").map((name) => name.trim().toUpperCase())
}

function account(value: string): { apiKey: string; secret: string } {
  const [apiKey = "", secret = ""] = value.split(":")
  if (!/^[\w-]{1,128}$/.test(apiKey) || secret === "") {
    throw new InvalidArgumentError("It is written KEY:SECRET.")
  }
  return { apiKey, secret }
}

function span(value: string): number {
  const spanned = Number(value)
  if (spanned >= 0 && spanned <= 48) return spanned
  throw new InvalidArgumentError("It must be a number of hours from 0 to 48.")
}

function speed(value: string): number {
  const times = Number(value)
  if (times >= 0.01 && times <= 100_000) return times
  throw new InvalidArgumentError("It must be a number from 0.01 to 100000.")
}
