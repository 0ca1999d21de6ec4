import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { catalogFigures } from "./catalog.ts"
import { marketFigures } from "./market.ts"
import { orderFigures } from "./orders.ts"
import { type Figure, inOwnProcess, machine, median, millions, quantile } from "./measure.ts"

// `npm run bench` prints every figure beside its goal and writes bench/results.md. Speeds are read as
// ratios: the machine is shared and noisy, so each is a median of several runs in one process.

const ROWS = 10_000_000

function engineFigures(): Figure[] {
  const told: readonly (readonly [name: string, what: string, goal: number])[] = [
    ["bars", "engine loop, crossover on 5-minute bars of trades", 10],
    ["ticks", "engine loop, two averages of every trade", 10],
    ["orders", "engine loop, an order every 1,000 rows", 3],
  ]
  return told.map(([name, what, goal]) => {
    const { rows, seconds, orders } = inOwnProcess("engine.ts", name, String(ROWS))
    const perSecond = rows / seconds
    return {
      name: `${what} (${orders.toLocaleString("en-US")} orders in ${rows / 1e6} M rows)`,
      value: millions(perSecond),
      goal: `at least ${goal} M/s`,
      isMet: perSecond >= goal * 1e6,
    }
  })
}

function tiltFigure(): Figure {
  const { acts, mean, p99 } = inOwnProcess("tilt.ts")
  return {
    name: `tilt guard, one act of ${acts.toLocaleString("en-US")} in half a year`,
    value: `mean ${mean.toFixed(1)} µs, p99 ${p99.toFixed(0)} µs`,
    goal: "mean under 50 µs",
    isMet: mean < 50,
  }
}

function helpFigure(): Figure {
  const bin = new URL("../bin/genesis", import.meta.url).pathname
  const runs = Array.from({ length: 11 }, () => {
    const started = performance.now()
    spawnSync(process.execPath, [bin, "--help"])
    return performance.now() - started
  })
  const ms = median(runs)
  const worst = quantile(runs, 1)
  return {
    name: "genesis --help, from start to end",
    value: `${ms.toFixed(0)} ms, slowest ${worst.toFixed(0)} ms`,
    goal: "under 150 ms",
    isMet: ms < 150,
  }
}

function paperFigures(): Figure[] {
  const { rss, tickets, cold, p50, p99 } = inOwnProcess("paper-process.ts", "12")
  return [
    {
      name: "paper session without a screen, resident memory after 12 hours of its own time",
      value: `${rss.toFixed(0)} MB`,
      goal: "under 220 MB",
      isMet: rss < 220,
    },
    {
      name: `decision to durably journaled ticket, ${tickets} entries after the first ten (slowest of those ${cold.toFixed(0)} µs)`,
      value: `median ${p50.toFixed(0)} µs, p99 ${p99.toFixed(0)} µs`,
      goal: "p99 under 1,000 µs",
      isMet: p99 < 1_000,
    },
  ]
}

function restartFigures(): Figure[] {
  const { whole, snapshot } = inOwnProcess("restart.ts", "1000000")
  const figure = (how: string, seconds: number, most: number): Figure => ({
    name: `restart on a journal of a million lines, ${how}`,
    value: `${seconds.toFixed(1)} s`,
    goal: `under ${most} s`,
    isMet: seconds < most,
  })
  return [
    figure("from a snapshot ten thousand lines behind", snapshot, 10),
    figure("from its first line", whole, 60),
  ]
}

const figures = [
  ...engineFigures(),
  ...(await catalogFigures()),
  ...marketFigures(),
  ...orderFigures(),
  helpFigure(),
  tiltFigure(),
  ...paperFigures(),
  ...restartFigures(),
]
const lines = figures.map(
  (it) => `| ${it.name} | ${it.value} | ${it.goal} | ${it.isMet ? "met" : "not met"} |`,
)
const page = `# Bench results

Made by \`npm run bench\`. ${machine()}.

| What | Measured | Goal | |
|---|---:|---:|---|
${lines.join("\n")}
`
writeFileSync(new URL("results.md", import.meta.url), page)
process.stdout.write(`${page}\n`)
