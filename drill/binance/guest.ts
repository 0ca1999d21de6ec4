import type { Customer } from "../../src/exchange/account/customer.ts"
import type { Hall, HallListener } from "../../src/exchange/hall.ts"
import type { Feeds } from "../../src/exchange/stream/feeds.ts"
import type { Request } from "../../src/order/request.ts"
import { ACCOUNT } from "../../src/session/dress.ts"
import type { SideListener } from "../side.ts"
import type { Funds } from "../world.ts"

/** The key that the trader of a world signs with. */
export const KEY = { name: "drill", secret: "nobody-trades-with-this" }

/** The trader of a world, as the exchange knows them. */
export function customerOf(balances: Funds): Customer {
  return {
    name: ACCOUNT,
    uid: 1,
    balances,
    keys: [
      {
        apiKey: KEY.name,
        check: { kind: "HMAC", secret: KEY.secret },
        mayTrade: true,
        mayWithdraw: false,
        isIpRestricted: true,
      },
    ],
  }
}

/** The feeds, with somebody who hears every report before it takes the form of the protocol. */
export function overheard(feeds: Feeds, hear: SideListener): HallListener {
  return {
    onTrade: (market, trade) => feeds.onTrade(market, trade),
    onAggregate: (market, aggregate) => feeds.onAggregate(market, aggregate),
    onBook: (market) => feeds.onBook(market),
    onUserEvent: (account, event) => feeds.onUserEvent(account, event),
    onReport: (_account, report) => hear.answered(report),
  }
}

/** Sees every request that gets as far as the matching engine. */
export function listenAtDoor(hall: Hall, arrived: SideListener["arrived"]): void {
  const { engine } = hall
  const request = engine.request.bind(engine)
  engine.request = (account, asked, at) => {
    if (asked.kind !== "place-chain") arrived(bare(asked))
    request(account, asked, at)
  }
}

/** The exchange keeps more of an order than was asked; the auditor wants what was asked. */
function bare(request: Request): Request {
  if (request.kind !== "place-pair") return request
  const [stop, target] = request.legs
  const legOf = ({ id, terms }: typeof stop): typeof stop => ({ id, terms })
  return { ...request, legs: [legOf(stop), legOf(target)] }
}
