import type { Status } from "../../session/status.ts"
import { parseUnits } from "../../value/decimal.ts"
import { ASSET_SCALE } from "../../value/money.ts"
import { dollarText, gainText } from "../screen/words.ts"

/** The status of an account for a person: what it is worth, holds, and waits for. */
export function statusText(status: Status): string {
  const { process, mode, strategy, at, entries, positions, orders, notes } = status
  const runs =
    process === null ? "not running; this is what its journal says" : `process ${process}, running`
  const moment = at.slice(0, 19).replace("T", " ")
  const worth = parseUnits(status.equity, ASSET_SCALE)
  const today = parseUnits(status.today, ASSET_SCALE)
  const drawdown = `${status.drawdownPercent.toFixed(2)} % below its peak`
  return [
    "",
    `  Session   ${mode} of ${strategy}, ${runs}`,
    `  As of     ${moment} UTC`,
    `  Worth     ${dollarText(worth)}, today ${gainText(today)}, ${drawdown}`,
    `  Entries   ${entries.open ? "open" : `closed: ${entries.because}`}`,
    ...positionLines(positions),
    ...orders.map((it) => `  Order     ${it.id} on ${it.symbol}: ${it.what}, ${it.status}`),
    ...status.findings.flatMap(findingLines),
    `  Journal   ${status.journal}`,
    ...status.health.map((it) => `  Line      ${it}`),
    ...notes.map((it) => `  Note      ${it}`),
    "",
    "",
  ].join("\n")
}

function positionLines(positions: Status["positions"]): readonly string[] {
  if (positions.length === 0) return ["  Position  none"]
  return positions.map(
    ({ symbol, quantity, paid, stop }) =>
      `  Position  ${quantity} ${symbol}, paid ${paid}, ${stop === null ? "no stop rests yet" : `stop at ${stop}`}`,
  )
}

/** What was found, and each way in which its owner can settle it. */
export function findingLines({
  what,
  order,
  asset,
}: Status["findings"][number]): readonly string[] {
  const ways =
    order !== null
      ? [`--adopt ${order}`, `--cancel ${order}`]
      : asset !== null
        ? [`--accept-balance ${asset}`]
        : []
  return [
    `  Found     ${what}`,
    ...ways.map((it) => `            "genesis reconcile ${it}" settles it`),
  ]
}
