import { z } from "zod"
import { parseExchangeInfo } from "../catalog/exchange-info.ts"
import { instrumentFor } from "../catalog/instruments.ts"
import type { Deposit } from "../engine/records.ts"
import type { Instrument } from "../market/instrument.ts"
import { ratioOf } from "../value/brand.ts"
import { divide, parseUnits, powerOfTen } from "../value/decimal.ts"
import { ASSET_SCALE } from "../value/money.ts"
import { Problem } from "../value/problem.ts"
import type { Inquiry } from "./inquiry.ts"
import type { Plan } from "./plan.ts"

/** EXEC-54: commission is paid in it where the account says so. */
const FEE_ASSET = "BNB"

const amount = z.string().regex(/^\d+(\.\d+)?$/)
const accountSchema = z.object({
  balances: z.array(z.object({ asset: z.string(), free: amount, locked: amount })),
})
const commissionSchema = z.object({
  standardCommission: z.object({ maker: amount, taker: amount }),
  discount: z
    .object({ enabledForAccount: z.boolean(), enabledForSymbol: z.boolean() })
    .partial()
    .optional(),
})
const priceSchema = z.object({ price: amount })

type Balance = z.infer<typeof accountSchema>["balances"][number]

/** The markets of a session by the exchange's own filters, in the order in which they were named. */
export async function readInstruments(
  inquiry: Inquiry,
  symbols: readonly string[],
): Promise<readonly Instrument[]> {
  const { text } = await inquiry.ask("/api/v3/exchangeInfo", [["symbols", JSON.stringify(symbols)]])
  const { symbols: told } = parseExchangeInfo(text, "the exchange's answer")
  return symbols.map((symbol, index) => {
    const found = told.find((it) => it.symbol === symbol)
    if (found === undefined) throw notThere(symbol)
    return instrumentFor(index, symbol, { priceScale: 0, quantityScale: 0 }, found)
  })
}

/** With the market that prices the fee asset, where the account holds some of it. */
export async function withFeeMarket(
  inquiry: Inquiry,
  symbols: readonly string[],
  accountAsset: string,
): Promise<readonly string[]> {
  const market = `${FEE_ASSET}${accountAsset}`
  const balances = await balancesOf(inquiry)
  const holds = balances.some(({ asset }) => asset === FEE_ASSET)
  return holds && !symbols.includes(market) ? [...symbols, market] : symbols
}

/** What the account holds of the assets that a session deals in, each at what it is worth now. */
export async function readDeposits(
  inquiry: Inquiry,
  instruments: readonly Instrument[],
  accountAsset: string,
): Promise<readonly Deposit[]> {
  const assets = assetsOf(instruments, accountAsset)
  const deposits: Deposit[] = []
  for (const { asset, free, locked } of await balancesOf(inquiry)) {
    if (!assets.has(asset)) continue
    const units = parseUnits(free, ASSET_SCALE) + parseUnits(locked, ASSET_SCALE)
    const worth = await worthOf(inquiry, { asset, accountAsset, instruments })
    const costUnits = divide(units * worth, powerOfTen(ASSET_SCALE), "half-even")
    deposits.push({ kind: "deposit", asset, units, costUnits })
  }
  return deposits
}

/**
 * What the account pays, by its own word (EXEC-54; D14: checked against the fills). It is told by market;
 * one rate serves them all, the dearest, so that no order is judged to cost less than it will.
 */
export async function readFees(
  inquiry: Pick<Inquiry, "askSigned">,
  symbols: readonly string[],
): Promise<Plan["fees"]> {
  const told: z.infer<typeof commissionSchema>[] = []
  for (const symbol of symbols) {
    const { body } = await inquiry.askSigned("/api/v3/account/commission", [["symbol", symbol]])
    told.push(commissionSchema.parse(body))
  }
  const dearest = (of: "maker" | "taker") =>
    ratioOf(Math.max(...told.map(({ standardCommission: it }) => Math.round(Number(it[of]) * 1e6))))
  const isBnbPaid = told.every(
    ({ discount }) => discount?.enabledForAccount === true && discount.enabledForSymbol === true,
  )
  return { maker: dearest("maker"), taker: dearest("taker"), isBnbPaid }
}

/** The assets that a session deals in: what lies beside them on the account is none of its business. */
export function assetsOf(
  instruments: readonly Instrument[],
  accountAsset: string,
): ReadonlySet<string> {
  return new Set([
    accountAsset,
    ...instruments.flatMap(({ base, quote }) => [base.code, quote.code]),
  ])
}

async function balancesOf(inquiry: Inquiry): Promise<readonly Balance[]> {
  const { body } = await inquiry.askSigned("/api/v3/account", [["omitZeroBalances", "true"]])
  const { balances } = accountSchema.parse(body)
  return balances.filter(({ free, locked }) => /[1-9]/.test(free + locked))
}

/** Units of the account asset for one whole unit; 0 where no market of the session prices it. */
async function worthOf(
  inquiry: Inquiry,
  told: {
    readonly asset: string
    readonly accountAsset: string
    readonly instruments: readonly Instrument[]
  },
): Promise<bigint> {
  const { asset, accountAsset, instruments } = told
  if (asset === accountAsset) return powerOfTen(ASSET_SCALE)
  const market = instruments.find(
    ({ base, quote }) => base.code === asset && quote.code === accountAsset,
  )
  if (market === undefined) return 0n
  const { body } = await inquiry.ask("/api/v3/ticker/price", [["symbol", market.symbol]])
  return parseUnits(priceSchema.parse(body).price, ASSET_SCALE)
}

function notThere(symbol: string): Problem {
  return new Problem({
    code: "MARKET_NOT_THERE",
    what: `The exchange has no market ${symbol}.`,
    why: "It does not list it, or not under this name.",
    next: "Name markets as the exchange writes them, like BTCUSDT, with --symbols.",
  })
}
