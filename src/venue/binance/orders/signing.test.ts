import { describe, expect, it } from "vitest"
import { instantOf } from "../../../value/brand.ts"
import { AccountKey } from "../signature.ts"
import { accountCall, orderTradesCall } from "./call.ts"
import { frameFor, requestFor, timed } from "./signing.ts"

const KEY = new AccountKey({ name: "name", secret: "secret" })
const TIME = instantOf(1_700_000_000_123_999)

describe("a call on its way", () => {
  it("is valid for 5,000 ms from the exchange's time, told in whole milliseconds (EXEC-63)", () => {
    expect(timed([], TIME)).toEqual([
      ["recvWindow", "5000"],
      ["timestamp", "1700000000123"],
    ])
  })

  it("over REST carries the key in its header alone, and its signature last", () => {
    const request = requestFor(accountCall, { id: 7, key: KEY, time: TIME })
    expect(request).toMatchObject({
      id: 7,
      method: "GET",
      headers: { "X-MBX-APIKEY": "name" },
      target: expect.stringMatching(
        /^\/api\/v3\/account\?omitZeroBalances=true&recvWindow=5000&timestamp=1700000000123&signature=[0-9a-f]{64}$/,
      ),
    })
  })

  it("over a socket tells numbers as numbers, and never loses a digit of them", () => {
    const parametersOf = (venueId: string): unknown => {
      const { parameters } = orderTradesCall("BTCUSDT", venueId)
      return JSON.parse(frameFor("myTrades", parameters, { id: "1", key: undefined })).params
    }
    expect(parametersOf("42")).toEqual({ symbol: "BTCUSDT", orderId: 42, limit: 1000 })
    expect(parametersOf("9007199254740993")).toMatchObject({ orderId: "9007199254740993" })
  })

  it("on a session that is logged on carries neither key nor signature", () => {
    const told = { id: "1", key: undefined }
    const frame = frameFor("account.status", timed(accountCall.parameters, TIME), told)
    expect(JSON.parse(frame)).toEqual({
      id: "1",
      method: "account.status",
      params: { omitZeroBalances: true, recvWindow: 5000, timestamp: 1_700_000_000_123 },
    })
  })
})
