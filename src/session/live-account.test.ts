import { describe, expect, it } from "vitest"
import { ratioOf } from "../value/brand.ts"
import { readFees } from "./live-account.ts"

/** An account that pays by market: maker, taker, and whether BNB may pay there. */
function account(rates: Readonly<Record<string, readonly [string, string, boolean]>>) {
  return {
    askSigned: async (path: string, [symbol]: readonly (readonly [string, string])[] = []) => {
      expect(path).toBe("/api/v3/account/commission")
      const [maker, taker, enabledForSymbol] = rates[symbol[1]]
      const discount = { enabledForAccount: true, enabledForSymbol, discount: "0.75000000" }
      const body = { symbol: symbol[1], standardCommission: { maker, taker }, discount }
      return await Promise.resolve({ body, text: JSON.stringify(body), tookUs: 1 })
    },
  }
}

describe("EXEC-54: fees by the account's own word", () => {
  it("are asked of each market, and the dearest rates serve for all", async () => {
    const told = account({
      BTCUSDT: ["0.00000000", "0.00095000", true],
      ETHUSDT: ["0.00100000", "0.00075000", true],
    })
    const fees = await readFees(told, ["BTCUSDT", "ETHUSDT"])
    expect(fees).toEqual({ maker: ratioOf(1_000), taker: ratioOf(950), isBnbPaid: true })
  })

  it("count as cheaper in BNB only where every market takes it", async () => {
    const told = account({
      BTCUSDT: ["0.00100000", "0.00100000", true],
      USDCUSDT: ["0.00000000", "0.00000000", false],
    })
    expect((await readFees(told, ["BTCUSDT"])).isBnbPaid).toBe(true)
    expect((await readFees(told, ["BTCUSDT", "USDCUSDT"])).isBnbPaid).toBe(false)
  })
})
