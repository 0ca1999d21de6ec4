/**
 * What happens when a taker meets an order of its own account (binance-spot.md section 13): they
 * trade, or the taker, the maker or both expire. The taker's word counts.
 */
export type Prevention = "NONE" | "EXPIRE_TAKER" | "EXPIRE_MAKER" | "EXPIRE_BOTH"

/** What holds where nothing was said. */
export const USUAL_PREVENTION: Prevention = "EXPIRE_MAKER"

/** An order that may say what it wants when it meets one of its own account. */
export interface Preventing {
  readonly prevention?: Prevention
}
