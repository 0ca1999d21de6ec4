import { z } from "zod"
import { TAX_METHODS } from "../ledger/tax/tax-lots.ts"
import { CEILINGS, tightened, type Limits } from "../risk/limits.ts"
import { percent, type Ratio } from "../value/brand.ts"
import {
  givenInEnvironment,
  givenInFile,
  merged,
  type KeyPath,
  type KeyTree,
} from "./settings-given.ts"
import { FILE, settingsFile } from "./settings-file.ts"
import { keyVariables, PASSPHRASE } from "./key-names.ts"
import { complaintsOf, settingsRefused } from "./settings-refused.ts"
import { shortcutSettings } from "./shortcut-settings.ts"

/** What tests and keys use: these are no settings. */
const NOT_SETTINGS = [
  "GENESIS_HOME",
  "GENESIS_DATA",
  "GENESIS_FIXTURES",
  PASSPHRASE,
  "GENESIS_SMTP_USER",
  "GENESIS_SMTP_PASSWORD",
  ...Object.values(keyVariables("production")),
  ...Object.values(keyVariables("testnet")),
]

const whole = (least: number, most: number) =>
  z.int().min(least).max(most).describe(`a whole number from ${least} to ${most}`)

const address = () =>
  z
    .string()
    .regex(/^$|^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,253}$/)
    .default("")

const ppm = () => whole(0, 100_000)
const delay = () => whole(0, 60_000)

const taxMethod = () => z.enum(TAX_METHODS).describe("fifo, lifo or hifo")

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
  /** What it costs to run, deducted from every result (ANLY-24). Text, as `capital` is. */
  costs: z
    .strictObject({
      serverMonthly: z
        .string()
        .regex(/^\d{1,6}(\.\d{1,8})?$/)
        .default("0")
        .describe('what the server costs a month, in quotes: "5" or "4.50"'),
    })
    .prefault({})
    .describe("a map of serverMonthly"),
  /** Which lots leave first (AUDIT-31): from now on, and where a year was closed by another method. */
  tax: z
    .strictObject({
      method: taxMethod().default("fifo"),
      years: z
        .record(z.string().regex(/^\d{4}$/), taxMethod())
        .default({})
        .describe('years in quotes with their method: { "2025": hifo }'),
    })
    .prefault({})
    .describe("a map of method and years"),
  limits: z
    .strictObject({
      positionPercent: limit(CEILINGS.position),
      dailyLossPercent: limit(CEILINGS.dayLoss),
      drawdownHaltPercent: limit(CEILINGS.drawdownHalt),
    })
    .prefault({})
    .describe("a map of positionPercent, dailyLossPercent and drawdownHaltPercent"),
  tilt: z
    .strictObject({
      /** TILT-45: rest, or go on at a quarter of their size once a lock has lasted half an hour. */
      strategiesInLock: z.enum(["rest", "quarter"]).default("rest").describe("rest or quarter"),
    })
    .prefault({})
    .describe("a map of strategiesInLock"),
  /** TILT-59: where a neutral notice goes when the guard locks entries; nowhere unless it is set. */
  notice: z
    .strictObject({
      to: address().describe("an address like ann@example.org, or empty for no notices"),
      from: address().describe("an address like genesis@example.org"),
      host: z.string().max(253).default("").describe("the name of a mail server"),
      port: whole(1, 65_535).default(465),
      /** From the first byte (465), or asked for afterwards (587); never without. */
      tls: z.enum(["at-once", "asked"]).default("at-once").describe("at-once or asked"),
    })
    .prefault({})
    .refine(({ to, from, host }) => to === "" || (from !== "" && host !== ""))
    .describe("a map of to, from, host, port and tls; with to, also from and host"),
  /** UI-23: keys of the screen; emergency keys are not among them. */
  shortcuts: shortcutSettings(),
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
  const file = settingsFile(home)
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
