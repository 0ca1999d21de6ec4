import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../../../tests/support/instrument.ts"
import { orderIdOf, type Place, type Request } from "../../../order/request.ts"
import type { Terms } from "../../../order/terms.ts"
import { priceOf, quantityOf } from "../../../value/brand.ts"
import { queryOf } from "../signature.ts"
import { orderCall } from "./order-call.ts"

const INSTRUMENTS = [instrumentOf(), instrumentOf({ index: 1, base: "ETH", quantityScale: 4 })]
const quantity = quantityOf(1_000)
const price = priceOf(5_200_050)
const stop = priceOf(5_000_000)

const place = (terms: Terms, told: Partial<Place> = {}): Place => ({
  kind: "place",
  id: orderIdOf("r-1"),
  instrument: 0,
  side: "buy",
  terms,
  ...told,
})
const queryFor = (request: Request): string => queryOf(orderCall(request, INSTRUMENTS).parameters)

describe("a request as the exchange reads it", () => {
  it.each<[Terms, string]>([
    [{ type: "market", quantity }, "type=MARKET&quantity=0.01"],
    [
      { type: "limit", quantity, price, lifetime: "gtc" },
      "type=LIMIT&quantity=0.01&price=52000.5&timeInForce=GTC",
    ],
    [
      { type: "limit", quantity, price, lifetime: "fok" },
      "type=LIMIT&quantity=0.01&price=52000.5&timeInForce=FOK",
    ],
    [{ type: "limit-maker", quantity, price }, "type=LIMIT_MAKER&quantity=0.01&price=52000.5"],
    [{ type: "stop-loss", quantity, stop }, "type=STOP_LOSS&quantity=0.01&stopPrice=50000"],
    [{ type: "take-profit", quantity, stop }, "type=TAKE_PROFIT&quantity=0.01&stopPrice=50000"],
    [
      { type: "stop-loss-limit", quantity, stop, price, lifetime: "gtc" },
      "type=STOP_LOSS_LIMIT&quantity=0.01&price=52000.5&stopPrice=50000&timeInForce=GTC",
    ],
    [
      { type: "take-profit-limit", quantity, stop, price, lifetime: "ioc" },
      "type=TAKE_PROFIT_LIMIT&quantity=0.01&price=52000.5&stopPrice=50000&timeInForce=IOC",
    ],
  ])("carries for %o what its type demands and nothing else (section 9)", (terms, written) => {
    expect(queryFor(place(terms))).toBe(
      `symbol=BTCUSDT&side=BUY&${written}&newClientOrderId=r-1&newOrderRespType=FULL`,
    )
  })

  it("hides the rest of an iceberg", () => {
    const terms: Terms = { type: "limit", quantity, price, lifetime: "gtc", iceberg: quantityOf(1) }
    expect(queryFor(place(terms))).toContain("&icebergQty=0.00001")
  })

  it("goes by the instrument's own decimals", () => {
    const terms: Terms = { type: "market", quantity: quantityOf(15) }
    expect(queryFor(place(terms, { instrument: 1 }))).toContain(
      "symbol=ETHUSDT&side=BUY&type=MARKET&quantity=0.0015",
    )
  })

  it("cancels by our own id", () => {
    const call = orderCall({ kind: "cancel", id: orderIdOf("r-1"), instrument: 0 }, INSTRUMENTS)
    expect(call).toMatchObject({ method: "DELETE", socketMethod: "order.cancel", orders: 0 })
    expect(queryOf(call.parameters)).toBe("symbol=BTCUSDT&origClientOrderId=r-1")
  })

  it("replaces in one request, and tries no new order when the cancel fails", () => {
    const next = place({ type: "stop-loss", quantity, stop }, { side: "sell" })
    const call = orderCall({ kind: "replace", cancel: orderIdOf("r-0"), place: next }, INSTRUMENTS)
    expect(call).toMatchObject({ path: "/api/v3/order/cancelReplace", orders: 1 })
    expect(queryOf(call.parameters)).toMatch(
      /^symbol=BTCUSDT&side=SELL&.*&cancelReplaceMode=STOP_ON_FAILURE&cancelOrigClientOrderId=r-0$/,
    )
  })

  const pair = (side: "buy" | "sell"): Request => ({
    kind: "place-pair",
    id: orderIdOf("r-9"),
    instrument: 0,
    side,
    legs: [
      {
        id: orderIdOf("r-9s"),
        terms: {
          type: "stop-loss-limit",
          quantity,
          stop,
          price: priceOf(4_950_000),
          lifetime: "gtc",
        },
      },
      { id: orderIdOf("r-9t"), terms: { type: "limit-maker", quantity, price } },
    ],
  })

  it("puts the target of a sale above its stop (section 12)", () => {
    expect(queryFor(pair("sell"))).toBe(
      "symbol=BTCUSDT&listClientOrderId=r-9&side=SELL&quantity=0.01" +
        "&aboveType=LIMIT_MAKER&aboveClientOrderId=r-9t&abovePrice=52000.5" +
        "&belowType=STOP_LOSS_LIMIT&belowClientOrderId=r-9s&belowPrice=49500&belowStopPrice=50000&belowTimeInForce=GTC" +
        "&newOrderRespType=FULL",
    )
  })

  it("puts the stop of a purchase above its target", () => {
    expect(queryFor(pair("buy"))).toContain("aboveType=STOP_LOSS_LIMIT&aboveClientOrderId=r-9s")
  })

  it("puts what lowers risk first", () => {
    const terms: Terms = { type: "market", quantity }
    expect(orderCall(place(terms), INSTRUMENTS).priority).toBe("entry")
    expect(orderCall(place(terms, { side: "sell" }), INSTRUMENTS).priority).toBe("urgent")
    expect(orderCall(pair("sell"), INSTRUMENTS)).toMatchObject({ priority: "urgent", orders: 2 })
  })
})
