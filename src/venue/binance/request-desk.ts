import type { Instant } from "../../value/brand.ts"

/**
 * Numbers the requests of the whole venue and keeps them within the weights that the exchange allows;
 * one desk for market and orders together, since they share one address.
 */
export interface RequestDesk {
  /** @returns the number that the request is to carry; undefined when it must wait */
  admit(weight: number, at: Instant): number | undefined
  /** When it is worth to ask again for so much, by our own clock. */
  freeAt(weight: number, at: Instant): Instant
}
