import { Decoder } from "../../src/venue/binance/codec/decoder.ts"
import type { Levels, MarketMessage } from "../../src/venue/binance/codec/message.ts"
import { instrumentOf } from "../support/instrument.ts"

export const INSTRUMENTS = [
  instrumentOf(),
  instrumentOf({ index: 1, base: "TRX", priceScale: 4, quantityScale: 1 }),
  instrumentOf({ index: 2, base: "这是测试币", quote: "456", priceScale: 8, quantityScale: 0 }),
]

export const bytes = (text: string): Uint8Array => Buffer.from(text, "utf8")
export const read = (text: string): MarketMessage => new Decoder(INSTRUMENTS).read(bytes(text))
export const listed = ({ price, quantity, length }: Levels): number[][] =>
  Array.from({ length }, (_, i) => [price[i], quantity[i]])

/** The fields that mean something, by the table beside the message. */
export function said(message: MarketMessage): unknown {
  const { kind, instrument, id, firstId, sentAt, happenedAt, a, b, c, d, e, isBuyerMaker } = message
  if (kind === "trade") return { kind, instrument, id, sentAt, happenedAt, a, b, isBuyerMaker }
  if (kind === "aggTrade") return { kind, instrument, id, firstId, happenedAt, a, b, isBuyerMaker }
  if (kind === "quote") return { kind, instrument, id, a, b, c, d }
  if (kind === "candle") return { kind, instrument, sentAt, happenedAt, a, b, c, d, e }
  const sides = { bids: listed(message.bids), asks: listed(message.asks) }
  if (kind === "depth") return { kind, instrument, id, firstId, sentAt, ...sides }
  if (kind === "book") return { kind, instrument, id, ...sides }
  return { kind }
}

export const TRADE =
  '{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true,"M":true}'
export const QUOTE =
  '{"u":50093239212,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","a":"61837.64000000","A":"1.54698000"}'
export const DEPTH =
  '{"e":"depthUpdate","E":1723161255208,"s":"BTCUSDT","U":50093239189,"u":50093239202,"b":[["61737.63000000","0.00000000"],["61730.17000000","1.5"]],"a":[]}'
export const combined = (stream: string, data: string): string =>
  `{"stream":"${stream}","data":${data}}`
