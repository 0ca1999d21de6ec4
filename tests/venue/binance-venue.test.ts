import { afterEach, describe, expect, it } from "vitest"
import { KEY, type House, openHouse } from "../exchange/house.ts"
import { quantityOf } from "../../src/value/brand.ts"
import { AccountKey } from "../../src/venue/binance/signature.ts"
import { Trader } from "./trader.ts"

const HMAC = new AccountKey({ name: KEY.apiKey, secret: KEY.secret })
const LOT = quantityOf(100)

describe("the venue on the exchange's own protocol", () => {
  const open: { trader?: Trader; house?: House } = {}
  async function start(key = HMAC, told = {}): Promise<Trader> {
    open.house = await openHouse()
    open.trader = new Trader(open.house, key, told)
    return open.trader
  }
  afterEach(async () => {
    open.trader?.close()
    await open.house?.server.close()
  })

  it("comes up by itself and tells what the account holds", async () => {
    const trader = await start()
    await expect.poll(() => trader.venue.state).toBe("connected")
    await expect.poll(() => trader.surveys.length).toBeGreaterThan(0)
    const balances = trader.surveys[0].balances.map((it) => it.asset).toSorted()
    expect(balances).toEqual(["BNB", "BTC", "USDT"])
    expect(trader.desk.clock.isTrusted).toBe(true)
  })
  it("places, fills", async () => {
    const trader = await start()
    await expect.poll(() => trader.venue.state).toBe("connected")
    trader.buy("r-1", { type: "limit", quantity: LOT, price: trader.at(1.002), lifetime: "ioc" })
    await expect.poll(() => trader.order("r-1").status, { timeout: 5000 }).toBe("filled")
    console.log(trader.reports, trader.venue.counts)
  })
})
