import { RESET } from "../market/tape.ts"
import { A, B, Batch, ID, TEN, TIME } from "./batch.ts"
import { finenessOf } from "./instruments.ts"

/** Rows of one event: a change, or a whole book. */
interface Event {
  readonly batch: Batch
  readonly from: number
  readonly to: number
  readonly id: number
  readonly isWhole: boolean
}

/**
 * Joins depth of one symbol that several recordings have of the same time, snapshots beside changes
 * above all. Their clocks differ, their update ids do not: a snapshot comes behind the changes it holds
 * and before the next, or the book would lose what changed between (binance-spot.md section 20).
 * @param batches of any kinds and symbols; those of depth have ids
 */
export function joinDepth(batches: readonly Batch[]): readonly Batch[] {
  const depth = batches.filter(({ kind, length }) => kind === "depth" && length > 0)
  const joined = [...new Set(depth.map(({ symbol }) => symbol))].flatMap((symbol) => {
    const own = depth.filter((batch) => batch.symbol === symbol)
    return doOverlap(own) ? [merged(own)] : own
  })
  return [...batches.filter((batch) => batch.kind !== "depth"), ...joined]
}

/** Whether some of them do not simply follow each other, in time and in ids. */
function doOverlap(batches: readonly Batch[]): boolean {
  const sorted = batches.toSorted((x, y) => x.time[0] - y.time[0])
  return sorted.slice(1).some((batch, i) => {
    const before = sorted[i]
    const last = before.length - 1
    return batch.time[0] <= before.time[last] || batch.id[0] <= before.id[last]
  })
}

function merged(batches: readonly Batch[]): Batch {
  const events = batches.flatMap(eventsOf).toSorted(inOrder)
  const isOrdered = batches.every(({ order }) => order.length > 0)
  const { symbol } = batches[0]
  const capacity = batches.reduce((sum, { length }) => sum + length, 0)
  const into = new Batch({ ...finenessOf(batches), kind: "depth", symbol, isOrdered, capacity })
  // From the end, so that a snapshot whose clock runs ahead never delays the changes behind it.
  let latest = Infinity
  let at = capacity
  for (const event of events.toReversed()) {
    at -= event.to - event.from
    latest = Math.min(latest, event.batch.time[event.from])
    put(event, { into, at, time: latest })
  }
  into.length = capacity
  return into
}

function put(
  { batch, from, to }: Event,
  told: { readonly into: Batch; readonly at: number; readonly time: number },
): void {
  const { into, at, time } = told
  const price = TEN[into.priceScale - batch.priceScale]
  const quantity = TEN[into.quantityScale - batch.quantityScale]
  for (let i = from, row = at; i < to; i++, row++) {
    into.columns[TIME][row] = time
    into.columns[ID][row] = batch.id[i]
    into.columns[A][row] = batch.columns[A][i] * price
    into.columns[B][row] = batch.columns[B][i] * quantity
    into.flag[row] = batch.flag[i]
    if (into.order.length > 0) into.order[row] = batch.order[i]
  }
}

function eventsOf(batch: Batch): Event[] {
  const events: Event[] = []
  for (let from = 0, to = 0; from < batch.length; from = to) {
    const id = batch.id[from]
    to = from + 1
    while (to < batch.length && batch.id[to] === id && (batch.flag[to] & RESET) === 0) to++
    events.push({ batch, from, to, id, isWhole: (batch.flag[from] & RESET) !== 0 })
  }
  return events
}

const inOrder = (x: Event, y: Event): number => x.id - y.id || Number(x.isWhole) - Number(y.isWhole)
