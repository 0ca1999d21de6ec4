import type { Command } from "../../engine/records.ts"
import type { Preview } from "../../report/boards/preview.ts"
import type { Boards } from "../../report/boards/boards.ts"
import type { MainBoards } from "./sight.ts"
import { dollars, gain } from "./words.ts"

/** What a purchase would come to, in the fewest words that say all of it (EXEC-3, UI-22). */
export function buyQuestion(it: Preview): string {
  // What it may cost stands where the narrowest screen still shows it.
  const stop = it.stop === null ? "no stop" : `stop ${it.stop}`
  const size = `Buy ${it.quantity} ${it.base} for ${dollars(it.worth)}; ${stop}: at worst ${dollars(it.worst)} lost, with fees.`
  const usual = ` At most ${it.limit} each; ${dollars(it.risk)} at risk.`
  if (it.refused) {
    return `${it.symbol}: the gate would refuse this. ${it.refused.because} (${it.refused.id}) Ask it all the same?`
  }
  const cuts = it.cuts.map(({ id, limit }) => `${id}, ${limit}`)
  const cut = cuts.length === 0 ? "" : ` Cut from ${dollars(it.asked)} (${cuts.join("; ")}).`
  const near =
    cuts.length > 0 ? "" : it.near.map(({ id, says }) => ` Near: ${id}, ${says}.`).join("")
  return `${size}${usual}${cut}${near}`
}

/** What selling a position would come to. */
function sellQuestion(
  symbol: string,
  positions: Boards["account"]["positions"],
): string | undefined {
  const held = positions.find((it) => it.symbol === symbol)
  if (held === undefined) return undefined
  return `Sell all ${held.quantity} of ${symbol} near ${held.last}, about ${dollars(held.worth)}; ${gain(held.gain)} before the fee of selling?`
}

/** What selling everything would come to. */
export function sellAllQuestion({
  positions,
  exposure,
  open,
}: Boards["account"]): string | undefined {
  if (positions.length === 0) return undefined
  const names = positions.map((it) => it.symbol).join(", ")
  return `Sell everything: ${names}, about ${dollars(exposure)}; ${gain(open)} before the fees of selling?`
}

/**
 * The question before a command, with what will come of a yes.
 * @returns `nothing` where nothing could come of it, undefined where the plain question says all
 */
export function questionFor(
  command: Command,
  { account, orders, market }: MainBoards,
): string | undefined {
  if (command.kind === "resume") {
    const { isOpen, says } = account.entries
    return isOpen ? undefined : `Open entries again? Now: ${says}`
  }
  if (command.kind === "close-all") {
    return sellAllQuestion(account) ?? (orders.orders.length > 0 ? undefined : "nothing")
  }
  if (command.kind !== "close") return undefined
  const symbol = market.names.find((it) => it.index === command.instrument)?.symbol ?? ""
  const isThere = orders.orders.some((it) => it.symbol === symbol)
  return sellQuestion(symbol, account.positions) ?? (isThere ? undefined : "nothing")
}
