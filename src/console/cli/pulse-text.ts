import type { Engine } from "../../engine/engine.ts"
import { formatQuantity } from "../../market/instrument.ts"
import { heldLanes } from "../../report/boards/positions.ts"
import type { OpenSession } from "../../session/open-session.ts"
import { dollarText, gainText } from "../screen/words.ts"

/** The account in one line: what it is worth, what it holds, and whether entries are open. */
export function pulseText(session: OpenSession): string {
  const view = session.view()
  const held = heldText(session.engine)
  const orders = session.engine.books.live.size
  const state = view.isRunning ? "" : ` Exits only: ${view.haltReason}`
  return [
    `Equity ${dollarText(view.equityUnits)}, today ${gainText(view.dayUnits)},`,
    held === "" ? "no position," : `holding ${held},`,
    `${counted(orders, "open order")}, ${counted(view.counts.trips, "round trip")}.${state}`,
  ].join(" ")
}

/** What is held, with its quantities; empty while nothing is. */
export function heldText(engine: Engine): string {
  const { ledger } = engine.books
  return heldLanes(engine)
    .map(({ instrument }) => {
      const { quantity } = ledger.position(instrument.index)
      return `${formatQuantity(instrument, quantity)} ${instrument.symbol}`
    })
    .join(", ")
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`
