import type { Duration } from "../../value/brand.ts"

/**
 * Names of sockets: `market-0.1`, `market-0.2`, `orders.1`, ... Every socket ever opened has its own name,
 * so that what a closed one still says cannot be taken for the words of the one after it.
 */
export type SocketName = string

/**
 * What the venue's state machines want done outside. They have no I/O: effects are taken from them by
 * a driver, which only moves bytes, and gives back what came of it as a `Happening`.
 */
export type Effect =
  | { readonly kind: "open"; readonly socket: SocketName; readonly url: string }
  | { readonly kind: "send"; readonly socket: SocketName; readonly text: string }
  /** Asks the other side for a sign of life; it comes back as `pinged`. */
  | { readonly kind: "ping"; readonly socket: SocketName }
  | { readonly kind: "close"; readonly socket: SocketName }
  | Request

/** An HTTP request, signed and complete. */
export interface Request {
  readonly kind: "request"
  /** Given back with the answer. */
  readonly id: number
  readonly method: "GET" | "POST" | "PUT" | "DELETE"
  /** Path and query, as they were signed. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  /** After so long without an answer the driver gives up and says `failed`. */
  readonly timeout: Duration
}

/** What happened outside. Given to the state machines together with the time of our own clock. */
export type Happening =
  | { readonly kind: "opened"; readonly socket: SocketName }
  /** The bytes are lent for the call. */
  | { readonly kind: "message"; readonly socket: SocketName; readonly bytes: Uint8Array }
  /** The other side asked for a sign of life, which the driver has answered already, or gave one. */
  | { readonly kind: "pinged"; readonly socket: SocketName }
  | { readonly kind: "closed"; readonly socket: SocketName; readonly reason: string }
  | {
      readonly kind: "answered"
      readonly id: number
      readonly status: number
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }
  /** No answer, or none that can be read: whether the request arrived is not known. */
  | { readonly kind: "failed"; readonly id: number; readonly reason: string }
