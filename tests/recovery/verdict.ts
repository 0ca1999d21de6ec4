import type { JournalRecord } from "../../src/engine/ports.ts"
import { decodeFact, type Fact, fillsOf } from "../../src/engine/records.ts"
import type { Instrument } from "../../src/market/instrument.ts"
import { foldJournal } from "../../src/session/fold.ts"
import { parseUnits } from "../../src/value/decimal.ts"
import { placedBy } from "../../drill/placed-by.ts"
import type { Theirs } from "./theirs.ts"

/** Holds a journal against what the exchange itself says. @returns each thing that is not so */
export function verdictOn(records: readonly JournalRecord[], theirs: Theirs): readonly string[] {
  const facts = records.map(({ body }) => decodeFact(body))
  const { books, header } = foldJournal(records)
  return [
    ...orderFaults(facts, theirs),
    ...fillFaults(facts, theirs),
    ...balanceFaults(books.ledger, theirs),
    ...header.instruments.flatMap((instrument) => {
      const { quantity } = books.ledger.position(instrument.index)
      const isHeld = quantity > 0 && instrument.symbol === "CTSIUSDT"
      return isHeld && isSellable(instrument, quantity, theirs) ? stopFaults(quantity, theirs) : []
    }),
    ...[...books.live.values()]
      .filter(({ status }) => status !== "open")
      .map(({ id, status }) => `${id} is ${status} in the end`),
  ]
}

/** Every order there was journaled here first, and came once. */
function orderFaults(facts: readonly Fact[], { orders }: Theirs): string[] {
  const placed = new Set<string>()
  for (const fact of facts) {
    if (fact.kind === "placed") for (const { id } of placedBy(fact.request)) placed.add(id)
  }
  const seen = new Set<string>()
  return orders.flatMap(({ clientOrderId: id }) => {
    const isDouble = seen.has(id)
    seen.add(id)
    if (isDouble) return [`the exchange has two orders ${id}`]
    return placed.has(id) ? [] : [`the order ${id} is in no journal`]
  })
}

/** Every fill there is booked here, once, and no other. */
function fillFaults(facts: readonly Fact[], { trades }: Theirs): string[] {
  const ours = new Set(
    facts
      .flatMap((fact) => (fact.kind === "report" ? fillsOf(fact.report) : []))
      .map((it) => it.tradeId),
  )
  const there = new Set(trades.map(({ id }) => String(id)))
  return [
    ...[...there].filter((id) => !ours.has(id)).map((id) => `the fill ${id} is lost`),
    ...[...ours].filter((id) => !there.has(id)).map((id) => `the fill ${id} is invented`),
  ]
}

function balanceFaults(
  ledger: {
    balance(asset: string): { freeUnits: bigint; heldUnits: bigint }
    assets(): readonly string[]
  },
  { balances }: Theirs,
): string[] {
  const held = new Set(ledger.assets())
  return balances
    .filter(({ asset }) => held.has(asset) || asset === "CTSI" || asset === "USDT")
    .flatMap(({ asset, free, locked }) => {
      const { freeUnits, heldUnits } = ledger.balance(asset)
      const gap = parseUnits(free, 8) + parseUnits(locked, 8) - freeUnits - heldUnits
      return gap === 0n ? [] : [`${asset} differs by ${gap} units`]
    })
}

/** What is hardly more than the exchange takes may be less by the time it is sold: it has no stop (RISK-16). */
function isSellable({ filters, quote }: Instrument, quantity: number, { price }: Theirs): boolean {
  const least = Number(filters.minNotional) / 10 ** quote.scale
  return quantity * Number(price) * 0.95 >= least
}

/** A stop rests for exactly what is held. */
function stopFaults(quantity: number, { open, price }: Theirs): string[] {
  const stops = open.filter(({ side, type }) => side === "SELL" && type.startsWith("STOP"))
  const guarded = stops.reduce((sum, it) => sum + Number(it.origQty) - Number(it.executedQty), 0)
  return guarded === quantity ? [] : [`${quantity} are held at ${price} and ${guarded} guarded`]
}
