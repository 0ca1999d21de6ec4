import type { Call, SignedCall } from "./call.ts"
import type { Parameters } from "./parameters.ts"

/** What a method is called, what it costs and who may call it; the same over every channel. */
export type Method = {
  /** `GET /api/v3/order`; undefined where REST does not have it. */
  readonly rest: string | undefined
  /** `order.status`; undefined where the WebSocket API does not have it. */
  readonly socket: string | undefined
  readonly weight: number | ((parameters: Parameters) => number)
  /** A good answer costs nothing (binance-spot.md section 5). */
  readonly isFreeWhenGood?: true
  /** It places orders: the counts of orders are told with the answer. */
  readonly isPlacing?: true
} & (
  | { readonly security: "NONE"; readonly answer: (call: Call) => unknown }
  | {
      readonly security: "TRADE" | "USER_DATA"
      readonly answer: (call: SignedCall & { readonly apiKey: string }) => unknown
    }
)
