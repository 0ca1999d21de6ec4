import { parseArgs } from "node:util"
import { formatInstant } from "../src/value/time.ts"
import { runDrill, type Tally } from "./drill.ts"

/** Prints so often how far it is, where someone watches. */
const PROGRESS_EVERY = 50

const { values } = parseArgs({
  options: {
    worlds: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    /** Through the venue that trades for real, in Binance's protocol. */
    venue: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
})
const isWatched = process.stderr.isTTY && !values.json
const started = performance.now()
const tally = runDrill({
  worlds: Number(values.worlds),
  seed: Number(values.seed),
  isBinance: values.venue,
  onWorld: (done, of) => {
    if (isWatched && done % PROGRESS_EVERY === 0) process.stderr.write(`\r${done} of ${of} worlds`)
  },
})
const seconds = (performance.now() - started) / 1000
if (isWatched) process.stderr.write("\r\u001B[K")
process.stdout.write(
  values.json ? `${JSON.stringify({ ...tally, seconds })}\n` : text(tally, seconds),
)
process.exitCode = tally.violations.length > 0 ? 1 : 0

function text(tally: Tally, seconds: number): string {
  const { worlds, kept, events, lines, fills, starts, digest, violations } = tally
  const all = worlds + kept
  const told = violations.map(
    (it) =>
      `\n${it.law}, seed ${it.seed}, ${formatInstant(it.at)}\n` +
      `  ${it.says}\n  ${it.what}\n  Again: ${it.command}\n`,
  )
  return [
    `${all} worlds (${kept} kept), ${violations.length} violations`,
    `${events} events, ${lines} journal lines, ${fills} fills, ${starts} starts of a process`,
    `${seconds.toFixed(1)} s, ${(all / seconds).toFixed(0)} worlds a second, digest ${digest.slice(0, 16)}`,
    ...told,
    "",
  ].join("\n")
}
