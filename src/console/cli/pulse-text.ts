import type { SessionView } from "../../session/watch.ts"
import { dollarText, gainText } from "../screen/words.ts"

/** The account in one line: what it is worth, what it holds, and whether entries are open. */
export function pulseText(view: SessionView): string {
  const { positions, orders, counts } = view
  const held = positions.map((it) => `${it.quantity} ${it.symbol}`).join(", ")
  const state = view.isRunning ? "" : ` Exits only: ${view.haltReason}`
  return [
    `Equity ${dollarText(view.equityUnits)}, today ${gainText(view.dayUnits)},`,
    held === "" ? "no position," : `holding ${held},`,
    `${counted(orders.length, "open order")}, ${counted(counts.trips, "round trip")}.${state}`,
  ].join(" ")
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`
