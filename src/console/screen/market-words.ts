import type { MarketName } from "../../report/boards/market.ts"
import { nearest } from "../../value/nearest.ts"
import { charactersOf } from "./line.ts"
import type { MainBoards } from "./sight.ts"
import { firstMarket } from "./market-zone.ts"

/** What the words of the command line refer to, as it is now. */
export interface Market {
  readonly names: readonly MarketName[]
  readonly asset: string
  /** The market that the screen shows first. */
  readonly shown: string | undefined
  /** What a purchase takes of the account when nothing is said, in %. */
  readonly stakePercent: number
  /** A float, to turn an amount into a share; undefined while it is not known. */
  readonly equity: number | undefined
  readonly positions: readonly { readonly symbol: string; readonly worth: string }[]
  readonly orders: readonly { readonly id: string; readonly purpose: string; readonly by: string }[]
}

/** What words refer to, from what the screen shows. */
export function marketOf(boards: MainBoards): Market {
  const { account, market, orders } = boards
  return {
    names: market.names,
    asset: account.asset,
    shown: firstMarket(boards)?.symbol,
    stakePercent: account.stakePercent,
    equity: account.equity === null ? undefined : Number(account.equity),
    positions: account.positions,
    orders: orders.orders,
  }
}

/** `BTCUSDT`, or `btc` for the market of it against the account's own asset. */
export function marketFor(name: string, { names, asset }: Market): MarketName | undefined {
  const wanted = name.toUpperCase()
  return (
    names.find((it) => it.symbol === wanted) ??
    names.find((it) => it.base === wanted && it.quote === asset)
  )
}

/** Says that there is no such market, and what comes near. */
export function noSuchMarket(name: string, { names }: Market): string {
  const symbols = names.map((it) => it.symbol)
  const near = nearest(name.slice(0, 24), symbols)
  const end = near === "" ? "." : near
  return `There is no market "${shortened(name)}" here${end} Nothing was done. There are ${symbols.slice(0, 8).join(", ")}.`
}

/** A word as it may be said back. */
export function shortened(word: string): string {
  const characters = charactersOf(word)
  return characters.length > 24 ? `${characters.slice(0, 24).join("")}…` : word
}
