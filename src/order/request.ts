import type { Side, Terms } from "./terms.ts"

declare const orderId: unique symbol
/** Ours, unique for ever, 1 to 36 of `[A-Za-z0-9_-]`, made before the order is sent (EXEC-60). */
export type OrderId = string & { readonly [orderId]: true }
export const orderIdOf = (text: string): OrderId => text as OrderId

export interface Place {
  readonly kind: "place"
  readonly id: OrderId
  readonly instrument: number
  readonly side: Side
  readonly terms: Terms
}

/** One cancels the other: a stop and a target over the same quantity, funds locked once. */
export interface PlacePair {
  readonly kind: "place-pair"
  /** Client id of the list. */
  readonly id: OrderId
  readonly instrument: number
  readonly side: Side
  /** The stop leg first, then the target leg. */
  readonly legs: readonly [
    { readonly id: OrderId; readonly terms: Terms },
    { readonly id: OrderId; readonly terms: Terms },
  ]
}

/** Takes an order (or a whole pair, by either leg) away. */
export interface Cancel {
  readonly kind: "cancel"
  readonly id: OrderId
  readonly instrument: number
}

/**
 * Cancels one order and places another in one request; the new one is not tried when the cancel
 * fails (cancelReplace, STOP_ON_FAILURE), save where it is to be tried in any case (ALLOW_FAILURE).
 * Answers come as reports of the two orders.
 */
export interface Replace {
  readonly kind: "replace"
  readonly cancel: OrderId
  readonly place: Place
  readonly mode?: "allow-failure"
}

/** What a spent ticket lets through to a venue. */
export type Request = Place | PlacePair | Cancel | Replace
