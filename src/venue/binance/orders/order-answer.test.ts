import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { instrumentOf } from "../../../../tests/support/instrument.ts"
import type { Report } from "../../../order/report.ts"
import { orderIdOf, type Request } from "../../../order/request.ts"
import { instantOf, priceOf, quantityOf } from "../../../value/brand.ts"
import { reportsOf } from "./order-answer.ts"
import { outcomeOf, readJson } from "./outcome.ts"

const NOW = instantOf(1_700_000_000_000_000)
const scene = { instrument: instrumentOf(), at: NOW }
const id = orderIdOf("r-1")
const terms = { type: "market", quantity: quantityOf(1_000) } as const
const PLACE: Request = { kind: "place", id, instrument: 0, side: "buy", terms }
const CANCEL: Request = { kind: "cancel", id, instrument: 0 }
const REPLACE: Request = {
  kind: "replace",
  cancel: orderIdOf("r-0"),
  place: { kind: "place", id, instrument: 0, side: "sell", terms },
}
const PAIR: Request = {
  kind: "place-pair",
  id: orderIdOf("r-9"),
  instrument: 0,
  side: "sell",
  legs: [
    { id: orderIdOf("r-9s"), terms },
    { id: orderIdOf("r-9t"), terms },
  ],
}

/** A full answer as the exchange gives it (section 10). */
const FULL = {
  symbol: "BTCUSDT",
  orderId: 28,
  orderListId: -1,
  clientOrderId: "r-1",
  transactTime: 1_507_725_176_595,
  price: "0.00000000",
  origQty: "0.01000000",
  executedQty: "0.01000000",
  cummulativeQuoteQty: "40.00000000",
  status: "FILLED",
  timeInForce: "GTC",
  type: "MARKET",
  side: "BUY",
  workingTime: 1_507_725_176_595,
  fills: [
    {
      price: "4000.00000000",
      qty: "0.00600000",
      commission: "0.00000600",
      commissionAsset: "BTC",
      tradeId: 56,
    },
    {
      price: "4000.00000000",
      qty: "0.00400000",
      commission: "0.01200000",
      commissionAsset: "BNB",
      tradeId: 57,
    },
  ],
  aFieldOfTomorrow: { deep: [1] },
}
const RESTING = { ...FULL, executedQty: "0.00000000", status: "NEW", fills: [] }
/** The cancel's own id stands where the order's stood (section 11). */
const CANCELLED = {
  ...RESTING,
  status: "CANCELED",
  origClientOrderId: "r-1",
  clientOrderId: "cancelMyOrder1",
}

const answered = (request: Request, status: number, value: unknown): readonly Report[] => {
  const text = typeof value === "string" ? value : JSON.stringify(value)
  return reportsOf(request, outcomeOf({ status, value: readJson(text), text }), scene)
}
const kinds = (reports: readonly Report[]): string[] => reports.map((it) => `${it.kind} ${it.id}`)
const failure = (code: number, msg: string) => ({ code, msg })

describe("the answer to a placement", () => {
  it("tells the acceptance, each fill and the end (section 10)", () => {
    const [accepted, first, second, end, ...rest] = answered(PLACE, 200, FULL)
    const at = instantOf(1_507_725_176_595_000)
    expect(accepted).toEqual({ kind: "accepted", id, at, venueId: "28" })
    expect(first).toEqual({
      kind: "filled",
      id,
      at,
      fill: {
        tradeId: "56",
        price: priceOf(400_000),
        quantity: quantityOf(600),
        quoteUnits: 2_400_000_000n,
        feeAsset: "BTC",
        feeUnits: 600n,
        isMaker: false,
      },
    })
    expect(second).toMatchObject({ fill: { tradeId: "57", feeAsset: "BNB", feeUnits: 1_200_000n } })
    expect(end).toMatchObject({ kind: "told", status: "filled", executed: 1_000 })
    expect(rest).toEqual([])
  })

  it.each([
    ["NEW", ["accepted r-1"]],
    ["PENDING_NEW", ["accepted r-1"]],
    ["EXPIRED", ["accepted r-1", "expired r-1"]],
    ["EXPIRED_IN_MATCH", ["accepted r-1", "expired r-1"]],
    ["CANCELED", ["accepted r-1", "cancelled r-1"]],
    ["REJECTED", ["rejected r-1"]],
  ])("with status %s comes to %j", (status, expected) => {
    expect(kinds(answered(PLACE, 200, { ...RESTING, status }))).toEqual(expected)
  })

  it("leaves out fills whose value it would have to round, and says that they are missing", () => {
    const fine = instrumentOf({ priceScale: 6 })
    const trade = { ...FULL.fills[0], price: "4000.123457", qty: "0.00601000" }
    const value = { ...FULL, fills: [trade], executedQty: trade.qty }
    const outcome = outcomeOf({ status: 200, value, text: "" })
    const reports = reportsOf(PLACE, outcome, { instrument: fine, at: NOW })
    expect(reports.map((it) => it.kind)).toEqual(["accepted", "told"])
    expect(reports[1]).toMatchObject({ executed: 601, fills: [] })
  })

  it("keeps numbers of orders that a double cannot hold", () => {
    const text = JSON.stringify(RESTING).replace('"orderId":28', '"orderId":9007199254740993')
    expect(answered(PLACE, 200, text)).toMatchObject([{ venueId: "9007199254740993" }])
  })

  it.each([
    [400, -2010, "Account has insufficient balance for requested action."],
    [400, -1013, "Filter failure: NOTIONAL"],
    [400, -1021, "Timestamp for this request is outside of the recvWindow."],
    [401, -2015, "Invalid API-key, IP, or permissions for action."],
    [429, -1015, "Too many new orders; current limit is 50 orders per 10 SECOND."],
    [418, -1003, "Way too much request weight used; IP banned until 1."],
  ])("refused with %d, %d is rejected, in the exchange's words", (status, code, text) => {
    expect(answered(PLACE, status, failure(code, text))).toEqual([
      { kind: "rejected", id, at: NOW, code, text },
    ])
  })

  it.each<[string, number, unknown]>([
    ["a 5XX with a code", 503, failure(-1008, "Server is currently overloaded.")],
    ["a 5XX that calls itself a refusal", 500, failure(-2010, "Order rejected.")],
    ["a page of a gateway", 502, "<html><body>Bad Gateway</body></html>"],
    ["a page of a firewall", 403, "<html>Forbidden</html>"],
    ["a 404 of something in between", 404, { error: "not here" }],
    ["a time-out of the engine", 400, failure(-1007, "Timeout waiting for response.")],
    ["an unexpected answer of the engine", 400, failure(-1006, "An unexpected response.")],
    ["a disconnection inside", 400, failure(-1001, "Internal error.")],
    ["a duplicate id (EXEC-60)", 400, failure(-2010, "Duplicate order sent.")],
    ["success without sense", 200, "ok"],
    ["success that speaks of another order", 200, { ...FULL, clientOrderId: "r-2" }],
    ["success with a status of tomorrow", 200, { ...FULL, status: "DREAMING" }],
    ["success with numbers as floats", 200, { ...FULL, executedQty: 0.01 }],
    ["success finer than the instrument", 200, { ...FULL, executedQty: "0.000000001" }],
    ["nothing", 200, ""],
  ])("that is %s says nothing about the order (EXEC-61)", (_, status, value) => {
    expect(kinds(answered(PLACE, status, value))).toEqual(["unanswered r-1"])
  })

  it("never throws and never invents an order, whatever is answered", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.jsonValue(), (status, value) => {
        for (const request of [PLACE, CANCEL, PAIR, REPLACE]) {
          for (const report of answered(request, status, value)) {
            expect(report.id).toMatch(/^r-[019][st]?$/)
            expect(["unanswered", "rejected", "cancel-rejected"]).toContain(report.kind)
          }
        }
      }),
    )
  })
})

describe("the answer to a cancel", () => {
  it("is about the order, not about the cancel's own id (section 22)", () => {
    expect(answered(CANCEL, 200, CANCELLED)).toEqual([
      { kind: "cancelled", id, at: instantOf(1_507_725_176_595_000), executed: 0 },
    ])
  })

  it("of a leg tells that the whole list is gone (section 12)", () => {
    const other = { ...CANCELLED, origClientOrderId: "r-1t", executedQty: "0.00300000" }
    const list = { orderListId: 1, contingencyType: "OCO", orderReports: [CANCELLED, other] }
    const reports = answered(CANCEL, 200, list)
    expect(kinds(reports)).toEqual(["cancelled r-1", "cancelled r-1t"])
    expect(reports[1]).toMatchObject({ executed: 300 })
  })

  it("that fails leaves the order to be asked for", () => {
    expect(answered(CANCEL, 400, failure(-2011, "Unknown order sent."))).toEqual([
      { kind: "cancel-rejected", id, at: NOW, code: -2011, text: "Unknown order sent." },
    ])
    expect(kinds(answered(CANCEL, 504, ""))).toEqual(["unanswered r-1"])
  })
})

describe("the answer to a pair", () => {
  it("tells the acceptance of both legs", () => {
    const legs = ["r-9s", "r-9t"].map((clientOrderId) => ({ ...RESTING, clientOrderId }))
    expect(kinds(answered(PAIR, 200, { orderListId: 0, orderReports: legs }))).toEqual([
      "accepted r-9s",
      "accepted r-9t",
    ])
  })

  it("refused is refused for both; half told is not told", () => {
    const refusal = failure(-2010, "The relationship of the prices for the orders is not correct.")
    expect(kinds(answered(PAIR, 400, refusal))).toEqual(["rejected r-9s", "rejected r-9t"])
    const half = { orderReports: [{ ...RESTING, clientOrderId: "r-9s" }] }
    expect(kinds(answered(PAIR, 200, half))).toEqual(["unanswered r-9s", "unanswered r-9t"])
  })
})

describe("the answer to a replacement (section 11)", () => {
  const gone = { ...CANCELLED, origClientOrderId: "r-0" }
  const halves = (
    cancelResult: string,
    newOrderResult: string,
    cancelResponse: unknown,
    newOrderResponse: unknown,
  ) => ({ cancelResult, newOrderResult, cancelResponse, newOrderResponse })
  const unknownOrder = failure(-2011, "Unknown order sent.")
  const poor = failure(-2010, "Account has insufficient balance for requested action.")

  it("tells both halves", () => {
    const value = halves("SUCCESS", "SUCCESS", gone, RESTING)
    expect(kinds(answered(REPLACE, 200, value))).toEqual(["cancelled r-0", "accepted r-1"])
  })

  it.each<[number, unknown, string[]]>([
    [
      400,
      {
        ...failure(-2022, "Order cancel-replace failed."),
        data: halves("FAILURE", "NOT_ATTEMPTED", unknownOrder, null),
      },
      ["cancel-rejected r-0", "rejected r-1"],
    ],
    [
      409,
      {
        ...failure(-2021, "Order cancel-replace partially failed."),
        data: halves("SUCCESS", "FAILURE", gone, poor),
      },
      ["cancelled r-0", "rejected r-1"],
    ],
    [
      409,
      {
        ...failure(-2021, "partially"),
        data: halves("SUCCESS", "FAILURE", gone, failure(-1007, "Timeout.")),
      },
      ["cancelled r-0", "unanswered r-1"],
    ],
    [429, failure(-1015, "Too many new orders."), ["cancel-rejected r-0", "rejected r-1"]],
    [400, failure(-1013, "Filter failure: LOT_SIZE"), ["cancel-rejected r-0", "rejected r-1"]],
    [500, failure(-1000, "Unknown."), ["unanswered r-0", "unanswered r-1"]],
  ])("with status %d is read by its data: %j", (status, value, expected) => {
    expect(kinds(answered(REPLACE, status, value))).toEqual(expected)
  })
})
