import path from "node:path"
import { setTimeout as rest } from "node:timers/promises"
import type { Header } from "../../engine/records.ts"
import { leaveWord } from "../../session/absent.ts"
import { networkOf } from "../../session/keys.ts"
import { LiveDrive, steadyClock } from "../../session/live-drive.ts"
import { stateFolder } from "../../session/seal-store.ts"
import { endpointsIn, type OpenLive, openLive } from "../../session/live-home.ts"
import type { WatchedEvent } from "../../session/watch.ts"
import { DEFAULT_PLAN, planOfHeader } from "../../session/plan.ts"
import { Problem } from "../../value/problem.ts"
import { openKeys } from "./open-keys.ts"
import { heldText } from "./pulse-text.ts"

/** Selling is a market order within seconds; what takes longer waits for something. */
const PATIENCE_MS = 60_000
const LOOK_EVERY_MS = 100

/**
 * Sells everything of a live account that no process runs: the order is left in its journal, then a
 * session takes the journal up, obeys it through engine and gate, and ends. Entries stay closed.
 */
export async function closeLive(
  file: string,
  header: Header,
  reason: string,
  onEvent: (event: WatchedEvent) => void,
): Promise<void> {
  const endpoints = endpointsIn(header)
  if (endpoints === undefined) throw new Error("a live journal says where its exchange is")
  const [home, name] = [path.dirname(path.dirname(file)), path.basename(path.dirname(file))]
  const key = await openKeys(home, networkOf(endpoints.place))
  for (const kind of ["halt", "close-all"] as const) {
    await leaveWord(file, { command: { kind, reason }, at: steadyClock() })
  }
  const trouble: { error?: unknown } = {}
  const drive = new LiveDrive({
    onTurn: () => {},
    onTrouble: (error) => {
      trouble.error = error
    },
  })
  const live = await openLive({
    home,
    name,
    sealsAt: stateFolder(),
    endpoints,
    openKey: async () => key,
    plan: planOfHeader(header, { ...DEFAULT_PLAN, ...header }),
    symbols: [],
    purpose: "close",
    clock: steadyClock,
    wake: () => drive.wake(),
    onFinding: () => {},
  })
  live.onEvent(onEvent)
  drive.begin(live)
  try {
    await sold(live, trouble)
  } finally {
    drive.end()
    live.close()
  }
}

async function sold(live: OpenLive, trouble: { readonly error?: unknown }): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    await rest(LOOK_EVERY_MS)
    if (trouble.error !== undefined) throw trouble.error
    if (isSold(live)) return
  }
  throw new Problem({
    code: "NOT_SOLD",
    what: `Not everything was sold within a minute: ${heldText(live.engine) || "an order is in doubt"}.`,
    why: "The exchange did not answer, or found no buyer.",
    next: 'Stops rest at the exchange. Run "genesis close-all" again, or sell at the exchange itself.',
  })
}

/** The books were compared, nothing is being left any more, and no order is in doubt. */
function isSold({ engine }: OpenLive): boolean {
  const isLeaving = engine.lanes.some(({ leavingBecause }) => leavingBecause !== undefined)
  const isDone = [...engine.books.live.values()].every(({ purpose }) => purpose === "protection")
  return Number.isFinite(engine.comparedAt) && !isLeaving && isDone
}
