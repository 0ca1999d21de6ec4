import { Inquiry } from "../../src/session/inquiry.ts"
import { keysOf } from "../../src/session/keys.ts"
import { instantOf } from "../../src/value/brand.ts"
import { EXCHANGE_KEYS } from "../support/exchange-process.ts"

/** An order as the exchange tells it. */
export interface TheirOrder {
  readonly orderId: number
  readonly clientOrderId: string
  readonly side: string
  readonly type: string
  readonly status: string
  readonly origQty: string
  readonly executedQty: string
}

/** A trade of the account. */
export interface TheirTrade {
  readonly id: number
  readonly orderId: number
}

/** What the exchange itself says of the account, asked by other means than the trader's. */
export interface Theirs {
  readonly orders: readonly TheirOrder[]
  readonly open: readonly TheirOrder[]
  readonly trades: readonly TheirTrade[]
  readonly balances: readonly {
    readonly asset: string
    readonly free: string
    readonly locked: string
  }[]
  /** What the market last traded at. */
  readonly price: string
}

const SYMBOL = "CTSIUSDT"
const PAGE = 1_000

export async function askThem(rest: string): Promise<Theirs> {
  const key = keysOf({
    id: EXCHANGE_KEYS.GENESIS_BINANCE_TESTNET_KEY,
    secret: EXCHANGE_KEYS.GENESIS_BINANCE_TESTNET_SECRET,
  })
  const inquiry = new Inquiry({ rest, key, clock: () => instantOf(Date.now() * 1000) })
  const all = async <Item>(name: string, from: string, idOf: (it: Item) => number) => {
    const found: Item[] = []
    for (let next = 0; ;) {
      const { body } = await inquiry.askSigned(`/api/v3/${name}`, [
        ["symbol", SYMBOL],
        [from, String(next)],
        ["limit", String(PAGE)],
      ])
      const page = body as Item[]
      found.push(...page)
      const last = page.at(-1)
      if (last === undefined || page.length < PAGE) return found
      next = idOf(last) + 1
    }
  }
  const { body: open } = await inquiry.askSigned("/api/v3/openOrders", [["symbol", SYMBOL]])
  const { body: account } = await inquiry.askSigned("/api/v3/account", [
    ["omitZeroBalances", "true"],
  ])
  const ticker = await fetch(`${rest}/api/v3/ticker/price?symbol=${SYMBOL}`)
  const { price } = (await ticker.json()) as Pick<Theirs, "price">
  return {
    price,
    orders: await all<TheirOrder>("allOrders", "orderId", (it) => it.orderId),
    trades: await all<TheirTrade>("myTrades", "fromId", (it) => it.id),
    open: open as readonly TheirOrder[],
    balances: (account as Pick<Theirs, "balances">).balances,
  }
}
