import type { Method } from "./method.ts"
import { type Call, marketNamed, type SignedCall } from "./call.ts"
import { filterBodies } from "./exchange-info.ts"
import { Failure } from "./failure.ts"

type Body = Readonly<Record<string, unknown>>

/** GET myFilters: the filters of a symbol as they are for this account. */
function ownFilters(call: SignedCall): Body {
  const market = marketNamed(call)
  call.parameters.finish()
  return { exchangeFilters: [], symbolFilters: filterBodies(market.rules), assetFilters: [] }
}

/** Whatever is asked of a symbol here has never happened. */
function nothing(call: Call): readonly Body[] {
  marketNamed(call)
  return []
}

/** GET executionRules: no symbol has any. */
function noRules(): Body {
  return { symbolRules: [] }
}

/** GET referencePrice: none was ever set. */
function noReference(call: Call): never {
  marketNamed(call)
  throw new Failure({ code: -2043, text: "The symbol has no reference price." })
}

/** Orders that this exchange does not offer, as its symbols say. */
const unsupported = (text: string) => (): never => {
  throw new Failure({ code: -2010, text })
}

const NO_OPO = unsupported("OPO orders are not supported for this symbol.")
const NO_SOR = unsupported("Unsupported order combination")
const TRADE = { weight: 1, security: "TRADE" } as const
const OPEN = { security: "NONE" } as const

/** What is seldom asked: answered truly, also where the answer is that there is nothing. */
export const SPARE: readonly Method[] = [
  {
    rest: "GET /api/v3/myFilters",
    socket: "myFilters",
    weight: 40,
    security: "USER_DATA",
    answer: ownFilters,
  },
  {
    rest: "GET /api/v3/myPreventedMatches",
    socket: "myPreventedMatches",
    weight: 20,
    security: "USER_DATA",
    answer: nothing,
  },
  {
    rest: "GET /api/v3/myAllocations",
    socket: "myAllocations",
    weight: 20,
    security: "USER_DATA",
    answer: nothing,
  },
  {
    ...OPEN,
    rest: "GET /api/v3/historicalBlockTrades",
    socket: "blockTrades.historical",
    weight: 25,
    answer: nothing,
  },
  {
    ...OPEN,
    rest: "GET /api/v3/executionRules",
    socket: "executionRules",
    weight: 40,
    answer: noRules,
  },
  {
    ...OPEN,
    rest: "GET /api/v3/referencePrice",
    socket: "referencePrice",
    weight: 2,
    answer: noReference,
  },
  { ...TRADE, rest: "POST /api/v3/orderList/opo", socket: "orderList.place.opo", answer: NO_OPO },
  {
    ...TRADE,
    rest: "POST /api/v3/orderList/opoco",
    socket: "orderList.place.opoco",
    answer: NO_OPO,
  },
  { ...TRADE, rest: "POST /api/v3/sor/order", socket: "sor.order.place", answer: NO_SOR },
  { ...TRADE, rest: "POST /api/v3/sor/order/test", socket: "sor.order.test", answer: NO_SOR },
]
