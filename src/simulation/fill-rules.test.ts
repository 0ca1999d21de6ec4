import { describe, expect, it } from "vitest"
import { marketOf, type Said, Stage } from "../../tests/simulation/stage.ts"
import { orderIdOf } from "../order/request.ts"
import { ratioOf } from "../value/brand.ts"
import { parseUnits } from "../value/decimal.ts"
import { feeSchedule } from "./fees.ts"
import { probabilityQueue } from "./queue.ts"

const NO_FEES = feeSchedule({ standard: { maker: ratioOf(0), taker: ratioOf(0) } })
const halves = (trades: number, bars = trades, stopSlippage = 0) => ({
  spread: {
    tradesHalf: ratioOf(trades),
    barsHalf: ratioOf(bars),
    stopSlippage: ratioOf(stopSlippage),
  },
})

/**
 * One tiny price series a rule, and in a sentence what the exchange would do. `play` acts; `told` is
 * everything that was reported.
 */
interface Rule {
  readonly rule: string
  readonly exchange: string
  readonly stage?: () => Stage
  readonly play: (stage: Stage) => void
  readonly told: readonly string[]
}

const free = (): Stage => new Stage({ fees: NO_FEES })
const stop = (quantity: number, at: number): Said => ({ type: "stop-loss", quantity, stop: at })

const TRADES: readonly Rule[] = [
  {
    rule: "half the spread on every taker fill",
    exchange: "A market order meets the other side of the book, never the last price.",
    stage: () => new Stage({ fees: NO_FEES, ...halves(1000) }),
    play: (s) =>
      s.trade(100, 1).place("a", "buy", { quantity: 1 }).place("b", "sell", { quantity: 1 }),
    told: [
      "a accepted",
      "a filled 1 @ 100.1 taker fee 0 USDT",
      "b accepted",
      "b filled 1 @ 99.9 taker fee 0 USDT",
    ].map((line) => line.replace("fee 0 USDT", line.startsWith("a") ? "fee 0 BTC" : "fee 0 USDT")),
  },
  {
    rule: "half the spread is at least one tick",
    exchange: "Bid and ask are never equal, so a taker is always at least a tick from the middle.",
    stage: free,
    play: (s) => s.trade(100, 1).place("a", "buy", { quantity: 1 }),
    told: ["a accepted", "a filled 1 @ 100.01 taker fee 0 BTC"],
  },
  {
    rule: "touch is not trade-through",
    exchange: "Who stood at the price before us is served first; nobody knows how many they were.",
    stage: free,
    play: (s) => s.trade(100, 1).place("a", "buy", { quantity: 1, price: 99 }).trade(99, 500),
    told: ["a accepted"],
  },
  {
    rule: "a trade through the price fills whole",
    exchange:
      "The price cannot go below a resting bid before that bid is served, at its own price.",
    stage: free,
    play: (s) => s.trade(100, 1).place("a", "buy", { quantity: 2, price: 99 }).trade(98.99, 0.5),
    told: ["a accepted", "a filled 2 @ 99 maker fee 0 BTC"],
  },
  {
    rule: "trade quantity shared once",
    exchange:
      "One sale cannot serve two buyers with the same coins: the older at the price comes first.",
    stage: free,
    play: (s) =>
      s
        .quote(99, 1, 101, 1)
        .place("a", "buy", { quantity: 2, price: 100 })
        .place("b", "buy", { quantity: 2, price: 100 })
        .trade(100, 3),
    told: [
      "a accepted",
      "b accepted",
      "a filled 2 @ 100 maker fee 0 BTC",
      "b filled 1 @ 100 maker fee 0 BTC",
    ],
  },
  {
    rule: "a trade through is shared too",
    exchange: "A sale used up by the older order leaves nothing for the younger one.",
    stage: free,
    play: (s) =>
      s
        .trade(101, 1)
        .place("a", "buy", { quantity: 2, price: 100 })
        .place("b", "buy", { quantity: 2, price: 100 })
        .trade(99, 1)
        .trade(99, 1),
    told: [
      "a accepted",
      "b accepted",
      "a filled 2 @ 100 maker fee 0 BTC",
      "b filled 2 @ 100 maker fee 0 BTC",
    ],
  },
  {
    rule: "everything displayed on arrival is ahead",
    exchange:
      "Price-time priority: a bid that joins a price of 5 is reached by the sixth coin sold there.",
    stage: free,
    play: (s) =>
      s
        .quote(100, 5, 101, 1)
        .place("a", "buy", { quantity: 2, price: 100 })
        .trade(100, 4)
        .trade(100, 2),
    told: ["a accepted", "a filled 1 @ 100 maker fee 0 BTC"],
  },
  {
    rule: "cancels are behind us, in the pessimistic queue",
    exchange:
      "Who cancels may have stood behind us; only a level smaller than our front proves more.",
    stage: free,
    play: (s) =>
      s
        .quote(100, 5, 101, 1)
        .place("a", "buy", { quantity: 2, price: 100 })
        .quote(100, 8, 101, 1)
        .quote(100, 6, 101, 1)
        .trade(100, 5)
        .quote(100, 1, 101, 2)
        .trade(100, 1),
    told: ["a accepted", "a filled 1 @ 100 maker fee 0 BTC"],
  },
  {
    rule: "cancels are shared, in a probability queue",
    exchange: "Some of those who cancel stood before us, the more the further back we are.",
    stage: () =>
      new Stage({ fees: NO_FEES, queue: probabilityQueue({ kind: "power", exponent: 2 }) }),
    play: (s) =>
      s
        .quote(100, 5, 101, 1)
        .place("a", "buy", { quantity: 2, price: 100 })
        .quote(100, 8, 101, 1)
        .quote(100, 6, 101, 1)
        .trade(100, 4),
    told: ["a accepted", "a filled 0.47 @ 100 maker fee 0 BTC"],
  },
  {
    rule: "beyond the top of the book a market order finds nothing",
    exchange:
      "A market order walks the book; what the book cannot give expires, with what was filled kept.",
    stage: free,
    play: (s) => s.quote(99, 5, 100, 1).place("a", "buy", { quantity: 3 }),
    told: ["a accepted", "a filled 1 @ 100 taker fee 0 BTC", "a expired INSUFFICIENT_LIQUIDITY"],
  },
  {
    rule: "liquidity taken stays taken until the market updates it",
    exchange: "The ask we bought is gone until somebody places another.",
    stage: free,
    play: (s) =>
      s
        .quote(99, 5, 100, 1)
        .place("a", "buy", { quantity: 1 })
        .place("b", "buy", { quantity: 1 })
        .quote(99, 5, 100, 2)
        .place("c", "buy", { quantity: 1 }),
    told: [
      "a accepted",
      "a filled 1 @ 100 taker fee 0 BTC",
      "b accepted",
      "b expired INSUFFICIENT_LIQUIDITY",
      "c accepted",
      "c filled 1 @ 100 taker fee 0 BTC",
    ],
  },
  {
    rule: "a whole book is walked level by level",
    exchange: "Each level gives what it has, at its own price.",
    stage: free,
    play: (s) =>
      s
        .level("ask", 100, 1, 0)
        .level("ask", 101, 1, 0)
        .level("ask", 103, 9)
        .place("a", "buy", { quantity: 3 })
        .place("b", "buy", { quantity: 3, price: 102 }),
    told: [
      "a accepted",
      "a filled 1 @ 100 taker fee 0 BTC",
      "a filled 1 @ 101 taker fee 0 BTC",
      "a filled 1 @ 103 taker fee 0 BTC",
      "b accepted",
    ],
  },
  {
    rule: "a book that shows a price beyond ours has met us",
    exchange: "An ask below a resting bid would have matched it on arrival, at the bid's price.",
    stage: free,
    play: (s) =>
      s
        .level("ask", 102, 1, 0)
        .level("bid", 99, 4)
        .place("a", "buy", { quantity: 3, price: 100 })
        .level("ask", 100, 5)
        .level("ask", 99.5, 2),
    told: ["a accepted", "a filled 2 @ 100 maker fee 0 BTC"],
  },
]

const ORDERS: readonly Rule[] = [
  {
    rule: "post-only would cross",
    exchange: "LIMIT_MAKER that would take is refused: it never pays the taker's fee.",
    stage: free,
    play: (s) =>
      s
        .quote(99, 1, 100, 1)
        .place("a", "buy", { type: "limit-maker", quantity: 1, price: 100 })
        .place("b", "buy", { type: "limit-maker", quantity: 1, price: 99.99 }),
    told: ["a rejected -2010 Order would immediately match and take.", "b accepted"],
  },
  {
    rule: "ioc: the remainder expires",
    exchange: "IOC takes what is there within its limit and ends EXPIRED, not CANCELED.",
    stage: free,
    play: (s) =>
      s.quote(99, 1, 100, 1).place("a", "buy", { quantity: 3, price: 100, lifetime: "ioc" }),
    told: [
      "a accepted",
      "a filled 1 @ 100 taker fee 0 BTC",
      "a expired UNFILLED_IOC_QUANTITY_EXPIRED",
    ],
  },
  {
    rule: "fok: all or nothing",
    exchange: "FOK that cannot fill whole expires untouched.",
    stage: free,
    play: (s) =>
      s
        .quote(99, 1, 100, 2)
        .place("a", "buy", { quantity: 3, price: 100, lifetime: "fok" })
        .place("b", "buy", { quantity: 2, price: 100, lifetime: "fok" }),
    told: [
      "a accepted",
      "a expired UNFILLED_FOK_ORDER_EXPIRED",
      "b accepted",
      "b filled 2 @ 100 taker fee 0 BTC",
    ],
  },
  {
    rule: "gtc: the remainder rests",
    exchange: "A limit order takes up to its limit; what is left joins the book and pays as maker.",
    stage: free,
    play: (s) =>
      s
        .quote(99, 1, 100, 1)
        .place("a", "buy", { quantity: 3, price: 100 })
        .quote(100, 1, 101, 1)
        .trade(99.5, 1),
    told: ["a accepted", "a filled 1 @ 100 taker fee 0 BTC", "a filled 2 @ 100 maker fee 0 BTC"],
  },
  {
    rule: "iceberg priority",
    exchange:
      "Each new slice of an iceberg goes behind those who were there: they are served first.",
    stage: () => {
      const stage = free()
      stage.open("you", { BTC: "10", USDT: "10000" })
      stage.open("they", { BTC: "10", USDT: "10000" })
      return stage
    },
    play: (s) =>
      s
        .place("ice", "sell", { quantity: 3, price: 100, iceberg: 1 })
        .place("plain", "sell", { quantity: 1, price: 100 }, "you")
        .place("taker", "buy", { quantity: 3, price: 100 }, "they"),
    told: [
      "ice accepted",
      "you: plain accepted",
      "they: taker accepted",
      "they: taker filled 1 @ 100 taker fee 0 BTC",
      "ice filled 1 @ 100 maker fee 0 USDT",
      "they: taker filled 1 @ 100 taker fee 0 BTC",
      "you: plain filled 1 @ 100 maker fee 0 USDT",
      "they: taker filled 1 @ 100 taker fee 0 BTC",
      "ice filled 1 @ 100 maker fee 0 USDT",
    ],
  },
  {
    rule: "only the slice shows",
    exchange:
      "A trade at the price serves the visible slice; the next one waits behind the others.",
    stage: free,
    play: (s) =>
      s
        .quote(100, 2, 101, 1)
        .place("ice", "buy", { quantity: 3, price: 100, iceberg: 1 })
        .trade(100, 9)
        .trade(100, 2)
        .trade(100, 3),
    told: [
      "ice accepted",
      "ice filled 1 @ 100 maker fee 0 BTC",
      "ice filled 1 @ 100 maker fee 0 BTC",
    ],
  },
  {
    rule: "self-trade",
    exchange: "EXPIRE_MAKER: our own resting order goes, the taker goes on to the next.",
    stage: () => {
      const stage = free()
      stage.open("you", { BTC: "10" })
      return stage
    },
    play: (s) =>
      s
        .place("mine", "sell", { quantity: 1, price: 100 })
        .place("yours", "sell", { quantity: 1, price: 101 }, "you")
        .place("a", "buy", { quantity: 1 }),
    told: [
      "mine accepted",
      "you: yours accepted",
      "a accepted",
      "mine expired EXPIRED_IN_MATCH",
      "a filled 1 @ 101 taker fee 0 BTC",
      "you: yours filled 1 @ 101 maker fee 0 USDT",
    ],
  },
  {
    rule: "duplicate id",
    exchange: "An id is unique among open orders; once the order is done it may be used again.",
    stage: free,
    play: (s) =>
      s
        .trade(100, 1)
        .place("a", "buy", { quantity: 1, price: 90 })
        .place("a", "buy", { quantity: 1, price: 91 })
        .cancel("a")
        .place("a", "buy", { quantity: 1, price: 92 }),
    told: ["a accepted", "a rejected -2010 Duplicate order sent.", "a cancelled", "a accepted"],
  },
  {
    rule: "unknown order",
    exchange: "What is gone, or never was, cannot be cancelled.",
    stage: free,
    play: (s) => s.trade(100, 1).cancel("x"),
    told: ["x cancel-rejected -2011 Unknown order sent."],
  },
  {
    rule: "unknown symbol",
    exchange: "There is no such market.",
    stage: free,
    play: (s) =>
      s.ask({
        kind: "place",
        id: orderIdOf("a"),
        instrument: 7,
        side: "buy",
        terms: s.terms({ quantity: 1 }),
      }),
    told: ["a rejected -1121 Invalid symbol."],
  },
]

const STOPS: readonly Rule[] = [
  {
    rule: "stop would trigger immediately",
    exchange: "A stop whose price has passed already is refused, not executed.",
    stage: free,
    play: (s) =>
      s
        .trade(100, 1)
        .place("a", "sell", stop(1, 100))
        .place("b", "buy", stop(1, 100))
        .place("c", "sell", { type: "take-profit", quantity: 1, stop: 99 })
        .place("d", "sell", stop(1, 99.99)),
    told: [
      "a rejected -2010 Order would trigger immediately.",
      "b rejected -2010 Order would trigger immediately.",
      "c rejected -2010 Order would trigger immediately.",
      "d accepted",
    ],
  },
  {
    rule: "a stop wakes at the last price and sells at the market",
    exchange: "The last trade wakes the stop; what it gets is the bid of that moment.",
    stage: free,
    play: (s) => s.trade(100, 1).place("a", "sell", stop(1, 95)).trade(95.01, 1).trade(94, 1),
    told: ["a accepted", "a triggered", "a filled 1 @ 93.99 taker fee 0 USDT"],
  },
  {
    rule: "gap through a stop leaves a stop-limit resting",
    exchange:
      "A stop-limit becomes a limit order; a price already beyond the limit does not fill it.",
    stage: free,
    play: (s) =>
      s
        .trade(100, 1)
        .place("a", "sell", { type: "stop-loss-limit", quantity: 1, stop: 95, price: 94.5 })
        .trade(90, 1)
        .trade(94.5, 1, "buy")
        .trade(94.51, 1, "buy"),
    told: ["a accepted", "a triggered", "a filled 1 @ 94.5 maker fee 0 USDT"],
  },
  {
    rule: "take-profit wakes the other way",
    exchange: "A take-profit to sell waits for the price to rise.",
    stage: free,
    play: (s) =>
      s
        .trade(100, 1)
        .place("a", "sell", { type: "take-profit", quantity: 1, stop: 105 })
        .trade(95, 1)
        .trade(105, 1),
    told: ["a accepted", "a triggered", "a filled 1 @ 104.99 taker fee 0 USDT"],
  },
  {
    rule: "OCO: the stop takes the target with it",
    exchange: "When the stop triggers the other leg is gone at once, as EXPIRED with OCO_TRIGGER.",
    stage: free,
    play: (s) =>
      s
        .trade(100, 1)
        .placePair("p", "sell", stop(1, 95), { type: "limit-maker", quantity: 1, price: 110 })
        .trade(94, 1)
        .trade(120, 1),
    told: [
      "p-stop accepted",
      "p-target accepted",
      "p-stop triggered",
      "p-target expired OCO_TRIGGER",
      "p-stop filled 1 @ 93.99 taker fee 0 USDT",
    ],
  },
  {
    rule: "OCO: the first fill of the target takes the stop with it",
    exchange: "Even a part of the target filled ends the stop; the rest of the target stays.",
    stage: free,
    play: (s) =>
      s
        .quote(99, 1, 101, 1)
        .trade(100, 1)
        .placePair("p", "sell", stop(2, 95), { type: "limit-maker", quantity: 2, price: 100.5 })
        .trade(100.5, 1, "buy")
        .trade(90, 1),
    told: [
      "p-stop accepted",
      "p-target accepted",
      "p-stop expired OCO_TRIGGER",
      "p-target filled 1 @ 100.5 maker fee 0 USDT",
    ],
  },
  {
    rule: "OCO: prices must stand around the last price",
    exchange: "To sell, the target is above the last price and the stop below.",
    stage: free,
    play: (s) =>
      s
        .trade(100, 1)
        .placePair("p", "sell", stop(1, 101), { type: "limit-maker", quantity: 1, price: 110 })
        .placePair("q", "buy", stop(1, 95), { type: "limit-maker", quantity: 1, price: 105 }),
    told: [
      "p-stop rejected -2010 The relationship of the prices for the orders is not correct.",
      "p-target rejected -2010 The relationship of the prices for the orders is not correct.",
      "q-stop rejected -2010 The relationship of the prices for the orders is not correct.",
      "q-target rejected -2010 The relationship of the prices for the orders is not correct.",
    ],
  },
  {
    rule: "OCO: the id of a list is unique among open lists",
    exchange: "A list sent twice is one list.",
    stage: free,
    play: (s) =>
      s
        .trade(100, 1)
        .placePair("p", "sell", stop(1, 95), { type: "limit-maker", quantity: 1, price: 110 })
        .ask({
          kind: "place-pair",
          id: orderIdOf("p"),
          instrument: 0,
          side: "sell",
          legs: [
            { id: orderIdOf("x"), terms: s.terms(stop(1, 95)) },
            {
              id: orderIdOf("y"),
              terms: s.terms({ type: "limit-maker", quantity: 1, price: 110 }),
            },
          ],
        }),
    told: [
      "p-stop accepted",
      "p-target accepted",
      "x rejected -2010 Duplicate order sent.",
      "y rejected -2010 Duplicate order sent.",
    ],
  },
  {
    rule: "OCO: cancelling one leg cancels the pair",
    exchange: "A list lives and dies as one.",
    stage: free,
    play: (s) =>
      s
        .trade(100, 1)
        .placePair("p", "sell", stop(1, 95), { type: "limit-maker", quantity: 1, price: 110 })
        .cancel("p-target"),
    told: ["p-stop accepted", "p-target accepted", "p-target cancelled", "p-stop cancelled"],
  },
  {
    rule: "a stop is judged again when it wakes",
    exchange: "A woken stop that is too small by then is refused at the trigger, and expires.",
    stage: () =>
      new Stage({
        fees: NO_FEES,
        instruments: [
          marketOf(0, "BTC", "USDT", { minNotional: parseUnits("5", 8), meanMinutes: 0 }),
        ],
      }),
    play: (s) => s.trade(100, 1).place("a", "sell", stop(0.06, 90)).trade(80, 1),
    told: ["a accepted", "a triggered", "a expired REJECTED"],
  },
]

const BARS: readonly Rule[] = [
  {
    rule: "no fill on the bar that made the signal",
    exchange: "A signal on a close is traded at the next open at the earliest.",
    stage: () => new Stage({ fees: NO_FEES, ...halves(0, 1000) }),
    play: (s) => {
      s.barOpens(100).wait(60).barCloses({ open: 100, high: 130, low: 90, close: 120 })
      s.wait(0.1).place("a", "buy", { quantity: 1 }).wait(0.9).barOpens(121)
    },
    told: ["a accepted", "a filled 1 @ 121.13 taker fee 0 BTC"],
  },
  {
    rule: "a taker within two seconds of an open fills at that open",
    exchange: "The price has hardly moved since; half the spread is paid.",
    stage: () => new Stage({ fees: NO_FEES, ...halves(0, 1000) }),
    play: (s) => s.barOpens(100).wait(2).place("a", "sell", { quantity: 1 }),
    told: ["a accepted", "a filled 1 @ 99.9 taker fee 0 USDT"],
  },
  {
    rule: "an ioc whose limit the next open passes expires",
    exchange: "The limit holds, whenever the price becomes known.",
    stage: free,
    play: (s) =>
      s
        .barOpens(100)
        .wait(30)
        .place("a", "buy", { quantity: 1, price: 100, lifetime: "ioc" })
        .place("b", "buy", { quantity: 1, price: 100 })
        .wait(30)
        .barOpens(101),
    told: ["a accepted", "b accepted", "a expired UNFILLED_IOC_QUANTITY_EXPIRED"],
  },
  {
    rule: "a touched limit does not fill, one traded through does, at its price",
    exchange: "The low of a bar may have been one trade in a long queue.",
    stage: free,
    play: (s) => {
      s.barOpens(100).place("a", "buy", { quantity: 1, price: 99 })
      s.place("b", "buy", { quantity: 1, price: 99.01 })
      s.wait(60).barCloses({ open: 100, high: 101, low: 99, close: 100 })
    },
    told: ["a accepted", "b accepted", "b filled 1 @ 99.01 maker fee 0 BTC"],
  },
  {
    rule: "volume cap",
    exchange: "Nobody gets a whole bar's volume: at most a tenth, the remainder rests.",
    stage: free,
    play: (s) => {
      s.barOpens(100).place("a", "buy", { quantity: 3, price: 99 })
      s.place("b", "buy", { quantity: 3, price: 99 })
      s.wait(60).barCloses({ open: 100, high: 101, low: 98, close: 100, volume: 40 })
    },
    told: [
      "a accepted",
      "b accepted",
      "a filled 3 @ 99 maker fee 0 BTC",
      "b filled 1 @ 99 maker fee 0 BTC",
    ],
  },
  {
    rule: "an order that came in the middle of a bar waits for the next",
    exchange: "Nobody knows whether the low came before the order.",
    stage: free,
    play: (s) => {
      s.barOpens(100).wait(30).place("a", "buy", { quantity: 1, price: 99 })
      s.place("b", "sell", stop(1, 98))
      s.wait(30).barCloses({ open: 100, high: 101, low: 97, close: 100 })
      s.barOpens(100).wait(60).barCloses({ open: 100, high: 101, low: 97, close: 100 })
    },
    told: [
      "a accepted",
      "b accepted",
      "a filled 1 @ 99 maker fee 0 BTC",
      "b triggered",
      "b filled 1 @ 98 taker fee 0 USDT",
    ],
  },
  {
    rule: "OCO stop first",
    exchange: "When one bar touches both legs nobody knows the order of things: the stop counts.",
    stage: () => new Stage({ fees: NO_FEES, ...halves(0, 0, 1000) }),
    play: (s) => {
      s.barOpens(100).wait(1)
      s.placePair("p", "sell", stop(1, 98), { type: "limit-maker", quantity: 1, price: 103 })
      s.wait(59).barCloses({ open: 100, high: 104, low: 97, close: 103 })
    },
    told: [
      "p-stop accepted",
      "p-target accepted",
      "p-stop triggered",
      "p-target expired OCO_TRIGGER",
      "p-stop filled 1 @ 97.9 taker fee 0 USDT",
    ],
  },
  {
    rule: "an open beyond the target settles the doubt",
    exchange: "A target the open has passed was served before anything else of the bar.",
    stage: free,
    play: (s) => {
      s.barOpens(100).placePair("p", "sell", stop(1, 98), {
        type: "limit-maker",
        quantity: 1,
        price: 103,
      })
      s.wait(60).barCloses({ open: 100, high: 102, low: 99, close: 102 })
      s.barOpens(105).wait(60).barCloses({ open: 105, high: 106, low: 90, close: 91 })
    },
    told: [
      "p-stop accepted",
      "p-target accepted",
      "p-stop expired OCO_TRIGGER",
      "p-target filled 1 @ 103 maker fee 0 USDT",
    ],
  },
  {
    rule: "gap through a stop fills at the open, worse",
    exchange: "Nobody bought between the stop and the open; the market order meets what is there.",
    stage: () => new Stage({ fees: NO_FEES, ...halves(0, 0, 1000) }),
    play: (s) => {
      s.barOpens(100).place("a", "sell", stop(1, 98))
      s.wait(60).barCloses({ open: 100, high: 101, low: 99, close: 99 }).barOpens(95)
    },
    told: ["a accepted", "a triggered", "a filled 1 @ 94.9 taker fee 0 USDT"],
  },
  {
    rule: "gap through a stop leaves a stop-limit resting, bars",
    exchange: "The limit is above the market now: it waits for the price to come back.",
    stage: free,
    play: (s) => {
      s.barOpens(100).place("a", "sell", {
        type: "stop-loss-limit",
        quantity: 1,
        stop: 98,
        price: 97,
      })
      s.wait(60).barCloses({ open: 100, high: 101, low: 99, close: 99 }).barOpens(95)
      s.wait(60).barCloses({ open: 95, high: 97.01, low: 94, close: 95 })
    },
    told: ["a accepted", "a triggered", "a filled 1 @ 97 maker fee 0 USDT"],
  },
  {
    rule: "quotes win over bars",
    exchange: "Where the book is known nothing is guessed from bars.",
    stage: free,
    play: (s) => {
      s.quote(99, 5, 101, 5).barOpens(100).place("a", "buy", { quantity: 1, price: 98 })
      s.place("b", "buy", { quantity: 1 })
      s.wait(60).barCloses({ open: 100, high: 130, low: 50, close: 100 })
    },
    told: ["a accepted", "b accepted", "b filled 1 @ 101 taker fee 0 BTC"],
  },
]

describe("Fill rules of the simulated exchange", () => {
  for (const [kind, rules] of Object.entries({ TRADES, ORDERS, STOPS, BARS })) {
    describe(kind.toLowerCase(), () => {
      it.each(rules.map((rule) => [rule.rule, rule.exchange, rule] as const))(
        "%s: %s",
        (...row) => {
          const rule = row[2]
          const stage = rule.stage?.() ?? new Stage()
          rule.play(stage)
          expect(stage.heard()).toEqual(rule.told)
        },
      )
    })
  }
})

describe("Funds and fees of the simulated exchange", () => {
  it("locks funds of resting orders: what is promised once cannot be promised again", () => {
    const stage = new Stage({ fees: NO_FEES }, { USDT: "100", BTC: "1" })
    stage.trade(100, 1).place("a", "buy", { quantity: 0.6, price: 90 })
    expect(stage.balance("USDT")).toBe("46 + 54")
    stage.place("b", "buy", { quantity: 0.6, price: 90 }).place("c", "buy", { quantity: 1 })
    expect(stage.heard()).toEqual([
      "a accepted",
      "b rejected -2010 Account has insufficient balance for requested action.",
      "c rejected -2010 Account has insufficient balance for requested action.",
    ])
    stage.cancel("a")
    expect(stage.balance("USDT")).toBe("100")
  })

  it("locks the funds of a pair once", () => {
    const stage = new Stage({ fees: NO_FEES }, { USDT: "100", BTC: "1" })
    stage.trade(100, 1)
    stage.placePair(
      "p",
      "sell",
      { type: "stop-loss", quantity: 1, stop: 95 },
      { type: "limit-maker", quantity: 1, price: 110 },
    )
    expect(stage.balance("BTC")).toBe("0 + 1")
    stage.cancel("p-stop")
    expect(stage.balance("BTC")).toBe("1")
    stage.placePair(
      "q",
      "buy",
      { type: "stop-loss-limit", quantity: 0.5, stop: 105, price: 106 },
      { type: "limit-maker", quantity: 0.5, price: 90 },
    )
    expect(stage.balance("USDT")).toBe("47 + 53")
    stage.trade(89, 1)
    expect(stage.balance("USDT")).toBe("55")
  })

  it("gives back what a limit order did not need", () => {
    const stage = new Stage({ fees: NO_FEES }, { USDT: "100", BTC: "0" })
    stage.quote(90, 1, 91, 0.5).place("a", "buy", { quantity: 1, price: 100 })
    expect(stage.balance("USDT")).toBe("4.5 + 50")
  })

  it("takes the fee from what is received, so that a buy leaves less than bought", () => {
    const stage = new Stage({}, { USDT: "1000", BTC: "0" })
    stage.quote(99, 1, 100, 1).place("a", "buy", { quantity: 1 })
    expect(stage.heard()[1]).toBe("a filled 1 @ 100 taker fee 0.001 BTC")
    expect(stage.balance("BTC")).toBe("0.999")
    stage.place("b", "sell", { quantity: 0.5 })
    expect(stage.heard()[1]).toBe("b filled 0.5 @ 99 taker fee 0.0495 USDT")
    expect(stage.balance("USDT")).toBe("949.4505")
  })

  it("rounds a fee up to the asset's unit", () => {
    const stage = new Stage({
      fees: feeSchedule({ standard: { maker: ratioOf(1), taker: ratioOf(1) } }),
    })
    stage.quote(99, 1, 100, 1).place("a", "buy", { quantity: 0.001 })
    expect(stage.heard()[1]).toBe("a filled 0.001 @ 100 taker fee 0.00000001 BTC")
  })

  it("takes the fee in BNB at the discount while there is enough, else from what is received", () => {
    const instruments = [marketOf(0, "BTC"), marketOf(1, "BNB")]
    const fees = feeSchedule({ discount: { asset: "BNB", multiplier: ratioOf(750_000) } })
    const stage = new Stage({ instruments, fees }, { USDT: "1000", BNB: "0.001" })
    stage.quote(99, 5, 100, 5).place("a", "buy", { quantity: 1 })
    stage.trade(250, 1, "sell", 1)
    stage.place("b", "buy", { quantity: 1 }).place("c", "sell", { quantity: 2 })
    stage.place("d", "sell", { quantity: 2 })
    expect(stage.heard().filter((line) => line.includes("filled"))).toEqual([
      "a filled 1 @ 100 taker fee 0.001 BTC",
      "b filled 1 @ 100 taker fee 0.0003 BNB",
      "c filled 2 @ 99 taker fee 0.000594 BNB",
      "d filled 2 @ 99 taker fee 0.198 USDT",
    ])
    expect(stage.balance("BNB")).toBe("0.000106")
  })

  it("charges by symbol, by quote asset, by maker and taker", () => {
    const none = { maker: ratioOf(0), taker: ratioOf(500) }
    const stage = new Stage({ fees: feeSchedule({ byQuote: { USDT: none } }) })
    stage.quote(99, 1, 100, 1).place("a", "buy", { quantity: 2, price: 100 }).trade(99, 1)
    expect(stage.heard().slice(1)).toEqual([
      "a filled 1 @ 100 taker fee 0.0005 BTC",
      "a filled 1 @ 100 maker fee 0 BTC",
    ])
    const bySymbol = { BTCUSDT: { maker: ratioOf(10), taker: ratioOf(20) } }
    const other = new Stage({ fees: feeSchedule({ byQuote: { USDT: none }, bySymbol }) })
    other.quote(99, 1, 100, 1).place("a", "buy", { quantity: 1 })
    expect(other.heard()[1]).toBe("a filled 1 @ 100 taker fee 0.00002 BTC")
  })
})

describe("Refusals of the simulated exchange", () => {
  it("refuses by a filter and never shrinks", () => {
    const filters = { minNotional: parseUnits("10", 8), maxStopOrders: 1 }
    const instruments = [marketOf(0, "BTC", "USDT", filters)]
    const stage = new Stage({ fees: NO_FEES, instruments })
    stage.trade(100, 1).place("a", "buy", { quantity: 0.05, price: 100 })
    stage.place("b", "sell", { type: "stop-loss", quantity: 1, stop: 90 })
    stage.place("c", "sell", { type: "stop-loss", quantity: 1, stop: 91 })
    stage.place("d", "buy", { quantity: 1, price: 100.001 * 10 })
    expect(stage.heard()).toEqual([
      "a rejected -1013 Filter failure: NOTIONAL",
      "b accepted",
      "c rejected -1013 Filter failure: MAX_NUM_ALGO_ORDERS",
      "d accepted",
      "d filled 1 @ 100.01 taker fee 0 BTC",
    ])
    expect(stage.balance("USDT")).toBe("9899.99")
  })

  it("refuses an id, a precision and a combination that the exchange would not take", () => {
    const stage = new Stage()
    stage.trade(100, 1).place("a b", "buy", { quantity: 1 })
    const half = { ...stage.terms({ quantity: 1, price: 90 }), price: 9000.5 as never }
    stage.ask({ kind: "place", id: orderIdOf("h"), instrument: 0, side: "buy", terms: half })
    stage.place("i", "buy", { quantity: 1, price: 90, iceberg: 1 })
    stage.place("j", "buy", { quantity: 2, price: 90, iceberg: 1, lifetime: "ioc" })
    expect(stage.heard()).toEqual([
      "a b rejected -1100 Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'.",
      "h rejected -1111 Parameter 'price' has too much precision.",
      "i rejected -2010 IcebergQty exceeds QTY.",
      "j rejected -1014 Unsupported order combination.",
    ])
  })

  it("counts unfilled orders in windows aligned to UTC, and gives back what fills", () => {
    const stage = new Stage({ fees: NO_FEES })
    stage.quote(99, 1000, 100, 1000).trade(99.5, 1)
    for (let i = 0; i < 50; i++) stage.place(`x${i}`, "buy", { quantity: 0.01, price: 50 })
    stage.heard()
    stage.wait(9.9).place("late", "buy", { quantity: 0.01, price: 50 })
    stage.placePair(
      "p",
      "sell",
      { type: "stop-loss", quantity: 1, stop: 95 },
      { type: "limit-maker", quantity: 1, price: 110 },
    )
    const text = "Too many new orders; current limit is 50 orders per 10 SECOND."
    expect(stage.heard()).toEqual([
      `late rejected -1015 ${text}`,
      `p-stop rejected -1015 ${text}`,
      `p-target rejected -1015 ${text}`,
    ])
    stage.wait(0.1).place("next", "buy", { quantity: 0.01, price: 50 })
    expect(stage.heard()).toEqual(["next accepted"])
    for (let i = 0; i < 60; i++) stage.place(`t${i}`, "buy", { quantity: 0.01 })
    expect(stage.heard().filter((line) => line.includes("rejected"))).toEqual([])
  })

  it("replaces only when the cancel works, and judges filters before it", () => {
    const stage = new Stage({ fees: NO_FEES })
    stage.trade(100, 1).place("a", "buy", { quantity: 1, price: 90 })
    const replaceBy = (cancel: string, id: string, said: Said): void => {
      const terms = stage.terms(said)
      const place = { kind: "place", id: orderIdOf(id), instrument: 0, side: "buy", terms } as const
      stage.ask({ kind: "replace", cancel: orderIdOf(cancel), place })
    }
    replaceBy("none", "b", { quantity: 1, price: 91 })
    replaceBy("a", "c", { quantity: 0, price: 91 })
    replaceBy("a", "d", { quantity: 1000, price: 91 })
    expect(stage.heard()).toEqual([
      "a accepted",
      "none cancel-rejected -2011 Unknown order sent.",
      "b rejected -2022 Order cancel-replace failed.",
      "a cancel-rejected -1013 Filter failure: LOT_SIZE",
      "c rejected -1013 Filter failure: LOT_SIZE",
      "a cancelled",
      "d rejected -2010 Account has insufficient balance for requested action.",
    ])
    const place = {
      kind: "place",
      id: orderIdOf("g"),
      instrument: 0,
      side: "buy",
      terms: stage.terms({ quantity: 1, price: 80 }),
    } as const
    stage.ask({ kind: "replace", cancel: orderIdOf("none"), place, mode: "allow-failure" })
    expect(stage.heard()).toEqual(["none cancel-rejected -2011 Unknown order sent.", "g accepted"])
    stage.place("e", "buy", { quantity: 1, price: 90 })
    replaceBy("e", "f", { quantity: 1, price: 91 })
    expect(stage.heard()).toEqual(["e accepted", "e cancelled", "f accepted"])
  })

  it("tells of an order when asked, closed ones too, and of what it never took", () => {
    const stage = new Stage({ fees: NO_FEES })
    stage.quote(99, 1, 100, 1).place("a", "buy", { quantity: 2, price: 100 })
    const asked = (id: string) => stage.exchange.ask("me", orderIdOf(id), stage.now)
    expect(asked("a")).toMatchObject({ kind: "told", venueId: "1", status: "open", executed: 1000 })
    expect(stage.exchange.survey("me", stage.now).open).toMatchObject([
      { id: "a", quantity: 2000, executed: 1000, side: "buy" },
    ])
    expect(stage.exchange.isIdle).toBe(false)
    stage.cancel("a")
    expect(asked("a")).toMatchObject({ status: "cancelled", executed: 1000, fills: [{}] })
    expect(asked("b")).toMatchObject({ kind: "absent" })
    expect(stage.exchange.isIdle).toBe(true)
    expect(stage.exchange.trades("me")).toMatchObject([{ id: "a", venueId: "1", side: "buy" }])
  })
})
