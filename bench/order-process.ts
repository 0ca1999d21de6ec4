import { generateKeyPairSync } from "node:crypto"
import { binance } from "ccxt"
import { LAST, stopIntent } from "../tests/support/intent.ts"
import { instrumentOf } from "../tests/support/instrument.ts"
import { ticketFor } from "../tests/support/ticket.ts"
import { formatPrice, formatQuantity } from "../src/market/instrument.ts"
import { type Instant, instantOf } from "../src/value/brand.ts"
import { Chance } from "../src/value/chance.ts"
import { connectionAttempts } from "../src/venue/binance/allowance.ts"
import { BinanceVenue } from "../src/venue/binance/binance-venue.ts"
import type { Effect } from "../src/venue/binance/effect.ts"
import { ExchangeDesk } from "../src/venue/binance/exchange-desk.ts"
import { AccountKey } from "../src/venue/binance/signature.ts"
import { quantile } from "./measure.ts"

// From a wish to the signed bytes of its order, gate included, and the same order through ccxt alone.

const ORDERS = 5_000
/** The first ones are slow, since nothing is compiled yet. They are told apart. */
const WARM = 500
const INSTRUMENT = instrumentOf()
const SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
const now = (): Instant =>
  instantOf(Math.floor((performance.timeOrigin + performance.now()) * 1000))

/** Microseconds that each order took. */
function ours(secret: string): readonly number[] {
  const effects: Effect[] = []
  const desk = new ExchangeDesk()
  // The clock is known, and nothing stands in the way.
  const at = now()
  desk.clock.learn({ sentAt: at, seenAt: at, time: at })
  const limit = { interval: "MINUTE", intervalNum: 1, limit: 1e9 }
  desk.adopt({
    rateLimits: [
      { ...limit, rateLimitType: "REQUEST_WEIGHT" },
      { ...limit, rateLimitType: "ORDERS" },
    ],
  })
  const venue = new BinanceVenue({
    key: new AccountKey({ name: "bench", secret }),
    instruments: [INSTRUMENT],
    socketUrl: "",
    desk,
    attempts: connectionAttempts(),
    chance: new Chance(1, "bench"),
    effects,
    now,
    onAnswer: () => {},
    hasStatus: false,
    onRules: () => {},
  })
  return Array.from({ length: ORDERS }, (_, i) => {
    effects.length = 0
    const started = performance.now()
    venue.submit(ticketFor(stopIntent(), `bench-${i}`, { lastPrice: LAST }))
    const took = (performance.now() - started) * 1000
    const [sent] = effects
    if (sent?.kind !== "request" || !sent.target.includes("signature=")) throw new Error("not sent")
    return took
  })
}

/** The same stop as a caller of ccxt writes it, until ccxt wants to send it. */
async function theirs(): Promise<readonly number[]> {
  const client = new binance({ apiKey: "bench", secret: SECRET, enableRateLimit: false })
  client.setMarkets([
    {
      ...client.safeMarketStructure(),
      id: "BTCUSDT",
      symbol: "BTC/USDT",
      base: "BTC",
      quote: "USDT",
      baseId: "BTC",
      quoteId: "USDT",
      type: "spot",
      spot: true,
      active: true,
      precision: { amount: 0.00001, price: 0.01 },
      info: { orderTypes: ["LIMIT", "MARKET", "STOP_LOSS_LIMIT"] },
    },
  ])
  let sentAt = 0
  client.fetch = async () => {
    sentAt = performance.now()
    return await Promise.resolve({ orderId: 1, symbol: "BTCUSDT", status: "NEW" })
  }
  const { terms } = stopIntent()
  if (terms.type !== "stop-loss-limit") throw new Error("the stop is another one")
  const [amount, price, stop] = [
    Number(formatQuantity(INSTRUMENT, terms.quantity)),
    Number(formatPrice(INSTRUMENT, terms.price)),
    Number(formatPrice(INSTRUMENT, terms.stop)),
  ]
  const took: number[] = []
  for (let i = 0; i < ORDERS; i++) {
    const started = performance.now()
    await client.createOrder("BTC/USDT", "limit", "sell", amount, price, {
      stopLossPrice: stop,
      newClientOrderId: `bench-${i}`,
    })
    took.push((sentAt - started) * 1000)
  }
  return took
}

const told = (took: readonly number[]) => ({
  p50: quantile(took.slice(WARM), 0.5),
  p99: quantile(took.slice(WARM), 0.99),
})
const pair = generateKeyPairSync("ed25519")
const pem = pair.privateKey.export({ format: "pem", type: "pkcs8" })
const hmac = told(ours(SECRET))
const edwards = told(ours(pem))
const other = told(await theirs())
process.stdout.write(
  `${JSON.stringify({
    hmacP50: hmac.p50,
    hmacP99: hmac.p99,
    edwardsP50: edwards.p50,
    edwardsP99: edwards.p99,
    ccxtP50: other.p50,
    ccxtP99: other.p99,
  })}\n`,
)
