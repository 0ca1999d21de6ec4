import type { Turning } from "../tilt/script.ts"
import { formatInstant } from "../value/time.ts"
import { formatDuration } from "../value/time.ts"

/** How a replayed session went: a line for each change of level, pause or signs. */
export function turningLines(turnings: readonly Turning[]): readonly string[] {
  return turnings.map(({ at, standing }) => {
    const { level, score, pauseLeft, lockLeft, share, todo, markers, debtUnits } = standing
    const signs = markers.map((it) => (it.isInforming ? `(${it.id})` : it.id)).join(" ")
    const rest = [
      ...(pauseLeft > 0 ? [`pause ${formatDuration(pauseLeft)}`] : []),
      ...(lockLeft > 0 ? [`lock ${formatDuration(lockLeft)}`] : []),
      ...(todo.length > 0 ? [`${todo.length} to do`] : []),
      ...(share < 1_000_000 ? [`size ${share / 10_000} %`] : []),
      ...(debtUnits > 0n ? [`debt ${Number(debtUnits) / 1e8}`] : []),
    ].join(", ")
    const time = formatInstant(at).slice(0, 19).replace("T", " ")
    return `${time}  level ${level}  score ${String(score).padStart(3)}  ${signs}${rest === "" ? "" : `  [${rest}]`}`.trimEnd()
  })
}
