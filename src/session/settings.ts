import path from "node:path"
import { z } from "zod"
import { CEILINGS, tightened, type Limits } from "../risk/limits.ts"
import { percent, type Ratio } from "../value/brand.ts"
import {
  givenInEnvironment,
  givenInFile,
  merged,
  type KeyPath,
  type KeyTree,
} from "./settings-given.ts"
import { complaintsOf, settingsRefused } from "./settings-refused.ts"

const FILE = "genesis.yaml"

/** What tests and keys use: these are no settings. */
const NOT_SETTINGS = [
  "GENESIS_HOME",
  "GENESIS_DATA",
  "GENESIS_FIXTURES",
  "GENESIS_KEYS_PASSPHRASE",
  ...["KEY", "SECRET", "SECRET_FILE"].flatMap((it) => [
    `GENESIS_BINANCE_${it}`,
    `GENESIS_BINANCE_TESTNET_${it}`,
  ]),
]

const whole = (least: number, most: number) =>
  z.int().min(least).max(most).describe(`a whole number from ${least} to ${most}`)

const ppm = () => whole(0, 100_000)
const delay = () => whole(0, 60_000)

/** A limit may be anything above nothing, up to the ceiling that is compiled in (GEN-7). */
function limit(ceiling: Ratio) {
  const most = ceiling / 10_000
  return z
    .number()
    .min(0.01)
    .max(most)
    .default(most)
    .describe(`a number above 0 and at most ${most}: limits can be tightened here, never loosened`)
}

/** Each description goes on from "it must be". */
const schema = z.strictObject({
  /** Money to begin with, in the account's asset. Text, since a number in YAML is a float. */
  capital: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,8})?$/)
    .refine((text) => /[1-9]/.test(text))
    .default("500")
    .describe('an amount above zero, in quotes: "500" or "512.50"'),
  strategy: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .default("crossover")
    .describe("the name of a strategy, in small letters"),
  /** Parameters of the strategy; the strategy knows which there are and what they may be. */
  params: z
    .record(z.string(), z.union([z.number(), z.string(), z.boolean()]))
    .default({})
    .describe("names with numbers, texts, true or false"),
  /** Symbols to trade; none means all that the market data holds. */
  symbols: z
    .array(z.string().regex(/^[A-Z0-9]{2,30}$/))
    .default([])
    .describe("a list of symbols in capitals: [BTCUSDT, ETHUSDT]"),
  seed: whole(0, Number.MAX_SAFE_INTEGER).default(1),
  /** What the simulated exchange charges: parts per million of the traded amount. */
  fees: z
    .strictObject({
      makerPpm: ppm().default(1_000),
      takerPpm: ppm().default(1_000),
      payInBnb: z.boolean().default(false).describe("true or false"),
    })
    .prefault({})
    .describe("a map of makerPpm, takerPpm and payInBnb"),
  /** Typical delays of the simulated exchange, one way, in milliseconds. */
  latencyMs: z
    .strictObject({
      feed: delay().default(50),
      entry: delay().default(50),
      response: delay().default(50),
    })
    .prefault({})
    .describe("a map of feed, entry and response"),
  /** How the place in the queue is guessed when only trades and the top of the book are known. */
  queue: z
    .enum(["risk-averse", "probability"])
    .default("risk-averse")
    .describe("risk-averse or probability"),
  limits: z
    .strictObject({
      positionPercent: limit(CEILINGS.position),
      dailyLossPercent: limit(CEILINGS.dayLoss),
      drawdownHaltPercent: limit(CEILINGS.drawdownHalt),
    })
    .prefault({})
    .describe("a map of positionPercent, dailyLossPercent and drawdownHaltPercent"),
})

/** What can be set, complete and checked. The command line may still override single values. */
export type Settings = Readonly<Omit<z.infer<typeof schema>, "limits">> & {
  readonly limits: Limits
}

/**
 * Reads `genesis.yaml` in the home folder, if there is one, and the GENESIS_* variables, which win
 * over the file: `GENESIS_FEES_MAKER_PPM` is `fees: { makerPpm }`.
 * @param told settings given on the command line, by their own names; they win over both
 * @throws Problem `SETTINGS_UNREADABLE` for a file that is not YAML; `SETTINGS_REFUSED` naming every
 *   unknown key, wrong type and value out of range, with its line
 */
export function readSettings(
  home: string,
  environment: Readonly<Record<string, string | undefined>>,
  told: Readonly<Record<string, unknown>> = {},
): Settings {
  const file = path.join(home, FILE)
  const keys = z.toJSONSchema(schema, { io: "input" }) as KeyTree
  const inFile = givenInFile(file)
  const inEnvironment = givenInEnvironment(environment, keys, NOT_SETTINGS)
  const parsed = schema.safeParse(merged(merged(inFile.values, inEnvironment.values), told))
  const placeOf = (at: KeyPath): string => {
    const key = String(at[0])
    if (Object.hasOwn(told, key)) return `--${key}`
    return inEnvironment.placeOf(at) ?? inFile.placeOf(at) ?? FILE
  }
  const complaints = [
    ...inEnvironment.complaints,
    ...(parsed.success ? [] : complaintsOf(parsed.error.issues, keys, placeOf)),
  ]
  if (!parsed.success || complaints.length > 0) throw settingsRefused(complaints)
  const { limits, ...rest } = parsed.data
  return Object.freeze({ ...rest, limits: limitsOf(limits) })
}

function limitsOf(wanted: z.infer<typeof schema>["limits"]): Limits {
  return tightened({
    position: percent(wanted.positionPercent),
    dayLoss: percent(wanted.dailyLossPercent),
    drawdownHalt: percent(wanted.drawdownHaltPercent),
  })
}
