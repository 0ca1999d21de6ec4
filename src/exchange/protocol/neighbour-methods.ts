import type { Call, SignedCall } from "./call.ts"
import { unitsText } from "./figure.ts"
import type { Method } from "./method.ts"

type Body = Readonly<Record<string, unknown>>

/** GET capital/config/getall of the wallet: every coin, and that it cannot leave from here. */
function coins(call: SignedCall): readonly Body[] {
  const { hall, customer, parameters } = call
  parameters.finish()
  const held = new Map(hall.balances(customer.name).map((balance) => [balance.asset, balance]))
  const codes = hall.markets.flatMap(({ instrument }) => [
    instrument.base.code,
    instrument.quote.code,
  ])
  return [...new Set(codes)].sort().map((coin) => ({
    coin,
    name: coin,
    depositAllEnable: false,
    withdrawAllEnable: false,
    free: unitsText(held.get(coin)?.free ?? 0n),
    locked: unitsText(held.get(coin)?.locked ?? 0n),
    freeze: "0",
    withdrawing: "0",
    ipoing: "0",
    ipoable: "0",
    storage: "0",
    isLegalMoney: false,
    trading: true,
    networkList: [],
  }))
}

/** The exchanges of futures beside this one list nothing here. */
function noFutures(call: Call): Body {
  call.parameters.finish()
  const serverTime = Math.floor(call.now / 1000)
  return { timezone: "UTC", serverTime, rateLimits: [], exchangeFilters: [], symbols: [] }
}

/** Nobody lends here, so there is no pair to trade on credit. */
function noPairs(call: Call): readonly Body[] {
  call.parameters.finish()
  return []
}

function open(rest: string, answer: (call: Call) => unknown): Method {
  return { rest, socket: undefined, weight: 1, security: "NONE", answer }
}

/** What general clients ask of Binance's other doors before they trade on this one. */
export const NEIGHBOURS: readonly Method[] = [
  {
    rest: "GET /sapi/v1/capital/config/getall",
    socket: undefined,
    weight: 10,
    security: "USER_DATA",
    answer: coins,
  },
  open("GET /sapi/v1/margin/allPairs", noPairs),
  open("GET /sapi/v1/margin/isolated/allPairs", noPairs),
  open("GET /fapi/v1/exchangeInfo", noFutures),
  open("GET /dapi/v1/exchangeInfo", noFutures),
]
