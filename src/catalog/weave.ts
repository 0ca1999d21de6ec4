import type { Instrument } from "../market/instrument.ts"
import { Tape } from "../market/tape.ts"
import type { Duration } from "../value/brand.ts"
import { Problem } from "../value/problem.ts"
import type { Batch } from "./batch.ts"
import { Chain } from "./chain.ts"
import { joinDepth } from "./depth-join.ts"
import { intervalName } from "./names.ts"

/**
 * Joins batches of any symbols and kinds into one tape, in the order of exchange time; where times
 * tie, bars end before bars open before everything else, and otherwise the order given decides.
 * What is seen is seen at once: latency is the session's business.
 * @param given each in time order; their rows are copied
 * @throws Problem `TWO_INTERVALS`
 */
export function weave(given: readonly Batch[], instruments: readonly Instrument[]): Tape {
  const batches = joinDepth(given)
  const rows = batches.reduce(
    (sum, { kind, length }) => sum + length * (kind === "bars" ? 2 : 1),
    0,
  )
  const tape = new Tape(instruments, Math.max(1, rows))
  setIntervals(tape, batches)
  if (batches.some(({ kind }) => kind === "bars" || kind === "quotes")) tape.widen()
  const chains: Chain[] = []
  for (const instrument of instruments) {
    for (const links of chainsOf(batches.filter(({ symbol }) => symbol === instrument.symbol))) {
      chains.push(new Chain(links, instrument, chains.length))
    }
  }
  merge(chains, tape)
  return tape
}

/** Splits batches into as few chains as their overlaps in time allow: fewer chains merge faster. */
function chainsOf(batches: readonly Batch[]): Batch[][] {
  const chains: Batch[][] = []
  const sorted = batches.filter(({ length }) => length > 0).sort((x, y) => x.time[0] - y.time[0])
  for (const batch of sorted) {
    const fitting = chains.find((links) => follows(batch, links.at(-1) as Batch))
    if (fitting === undefined) chains.push([batch])
    else fitting.push(batch)
  }
  return chains
}

function follows(batch: Batch, before: Batch): boolean {
  if (batch.kind !== before.kind) return false
  const end = before.time[before.length - 1] + before.interval
  return batch.time[0] >= end
}

function merge(all: readonly Chain[], tape: Tape): void {
  const chains = all.filter((chain) => chain.advance())
  let at = 0
  while (chains.length > 0) {
    const [first, second] = firstTwo(chains)
    at = second === undefined ? first.writeRest(tape, at) : writeUntil(second, first, tape, at)
    if (first.isDone) chains.splice(chains.indexOf(first), 1)
  }
  tape.length = at
}

/** Writes rows of a chain as long as no other has an earlier one. */
function writeUntil(other: Chain, chain: Chain, tape: Tape, from: number): number {
  let at = from
  do chain.write(tape, at++)
  while (chain.advance() && !chain.isAfter(other))
  return at
}

/** The chain whose row comes next, and the one after it; among equals the earlier one. */
function firstTwo(chains: readonly Chain[]): [Chain, Chain | undefined] {
  let first = chains[0]
  let second: Chain | undefined
  for (let i = 1; i < chains.length; i++) {
    const chain = chains[i]
    if (first.isAfter(chain)) {
      second = first
      first = chain
    } else if (second === undefined || second.isAfter(chain)) second = chain
  }
  return [first, second]
}

function setIntervals(tape: Tape, batches: readonly Batch[]): void {
  for (const { index, symbol } of tape.instruments) {
    const lengths = new Set(
      batches
        .filter((batch) => batch.symbol === symbol && batch.interval > 0)
        .map((b) => b.interval),
    )
    if (lengths.size > 1) throw twoIntervals(symbol, [...lengths])
    for (const length of lengths) tape.setInterval(index, length as Duration)
  }
}

function twoIntervals(symbol: string, lengths: readonly number[]): Problem {
  return new Problem({
    code: "TWO_INTERVALS",
    what: `There are bars of ${lengths.map(intervalName).join(" and ")} of ${symbol}.`,
    why: "One run takes bars of one length; the same minutes would be played twice.",
    next: "Give only the files of one of them.",
  })
}
