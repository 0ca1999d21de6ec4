import type { Books } from "../engine/books.ts"
import { heldLanes } from "../report/boards/positions.ts"
import type { ControlledSession } from "./controlled.ts"

/** A figure with its name and what it is, as Prometheus reads it. */
type Figure = readonly [name: string, kind: "counter" | "gauge", help: string, value: number]

/** What the machine tells of the process. */
export interface ProcessFigures {
  readonly rssBytes: number
  readonly cpuSeconds: number
  readonly uptimeSeconds: number
  /** Of the event loop, 99th percentile since it was asked last; seconds. */
  readonly loopDelaySeconds: number
  readonly onlookers: number
}

/** The counters there are so far (OPS-10), in the text format of Prometheus. Nothing in them is secret. */
export function metricsText(controlled: ControlledSession, machine: ProcessFigures): string {
  const { session } = controlled
  const view = session.view()
  const { books, now } = session.engine
  const dollars = (units: bigint): number => Number(units) / 1e8
  const figures: readonly Figure[] = [
    ["genesis_rows_total", "counter", "Market rows seen", view.rows],
    ["genesis_orders_placed_total", "counter", "Orders that left", view.counts.placed],
    ["genesis_orders_refused_total", "counter", "Orders that a rule refused", view.counts.refused],
    ["genesis_round_trips_total", "counter", "Trades from flat to flat", view.counts.trips],
    ["genesis_positions", "gauge", "Positions that are open", heldLanes(session.engine).length],
    ["genesis_orders_open", "gauge", "Orders that stand", books.live.size],
    ["genesis_equity", "gauge", "Worth, account asset", dollars(view.equityUnits)],
    ["genesis_pnl_today", "gauge", "Since 00:00 UTC, net", dollars(view.dayUnits)],
    ["genesis_fees_paid", "counter", "Fees, account asset", dollars(view.feesUnits)],
    ["genesis_drawdown_ratio", "gauge", "Below the peak", view.drawdownPpm / 1e6],
    ["genesis_entries_open", "gauge", "1 while entries are open", view.isRunning ? 1 : 0],
    ...guardFigures(books, now),
    ...connectionFigures(session.connections()),
    ["genesis_onlookers", "gauge", "Streams that are read", machine.onlookers],
    ["genesis_uptime_seconds", "gauge", "Of the process", machine.uptimeSeconds],
    ["genesis_cpu_seconds_total", "counter", "Of the process", machine.cpuSeconds],
    ["genesis_memory_bytes", "gauge", "Of the process, resident", machine.rssBytes],
    ["genesis_loop_delay_seconds", "gauge", "Event loop, p99", machine.loopDelaySeconds],
  ]
  const lines = figures.flatMap(([name, kind, help, value]) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${kind}`,
    `${name} ${value}`,
  ])
  return `${lines.join("\n")}\n`
}

function guardFigures(books: Books, now: ControlledSession["session"]["engine"]["now"]): Figure[] {
  const { level } = books.tiltAt(now)
  const { score } = books.tilt.standing(now)
  return [
    ["genesis_tilt_level", "gauge", "0 calm to 3 locked", level],
    ["genesis_tilt_score", "gauge", "0 to 100", score],
  ]
}

function connectionFigures(
  connections: ReturnType<ControlledSession["session"]["connections"]>,
): Figure[] {
  const up = connections.filter(({ isUp }) => isUp).length
  return [
    ["genesis_connections", "gauge", "Connections to the exchange", connections.length],
    ["genesis_connections_up", "gauge", "Of them, those that stand", up],
  ]
}
