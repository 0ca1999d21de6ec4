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
  const told = [
    { name: "bars", trades: 4, what: "crossover on 5-minute bars of trades", goal: 10 },
    { name: "ticks", trades: 4, what: "two averages of every trade", goal: 10 },
    { name: "ticks", trades: 1, what: "two averages of every trade", goal: 10 },
    { name: "orders", trades: 1, what: "an order every 1,000 rows", goal: 3 },
  ]
  return told.map(({ name, trades, what, goal }) => {
    const args = [name, String(ROWS), String(trades)]
    const { rows, seconds, orders } = inOwnProcess("engine.ts", ...args)
    const perSecond = rows / seconds
    const how = `${trades} a second, ${orders.toLocaleString("en-US")} orders in ${rows / 1e6} M rows`
    return {
      name: `engine loop, ${what} (${how})`,
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

function ruleFigures(): Figure[] {
  const { p50, p99, seconds, sample } = inOwnProcess("rules.ts")
  return [
    {
      name: "all rules of the gate, one entry that several of them reduce",
      value: `median ${p50.toFixed(1)} µs, p99 ${p99.toFixed(1)} µs`,
      goal: "median under 20 µs",
      isMet: p50 < 20,
    },
    {
      name: "daily evaluation of the tier, over two years of an account with 4,380 trades",
      value: `${(seconds * 1000).toFixed(1)} ms`,
      goal: "under 1 s",
      isMet: seconds < 1,
    },
    {
      name: "one sample of the account's worth, folded by the books",
      value: `${sample.toFixed(1)} µs`,
      goal: "under 20 µs",
      isMet: sample < 20,
    },
  ]
}

/** EXEC-52. */
function routingFigure(): Figure {
  const { p50, p99 } = inOwnProcess("routing.ts")
  return {
    name: "how the next part of a plan leaves, one decision of ten at once",
    value: `median ${p50.toFixed(2)} µs, p99 ${p99.toFixed(2)} µs`,
    goal: "p99 under 10 ms",
    isMet: p99 < 10_000,
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
  // Memory in the turns of a real session; tickets from days of longer ones, so that the slowest count.
  const { rss } = inOwnProcess("paper-process.ts", "12", "50")
  const ticket = inOwnProcess("paper-process.ts", "96", "1000")
  const { tickets, cold, p50, p99, disk50, disk99 } = ticket
  const disk = `the disk alone beside them: ${disk50.toFixed(0)} and ${disk99.toFixed(0)} µs`
  return [
    {
      name: "paper session without a screen, resident memory after 12 hours of its own time",
      value: `${rss.toFixed(0)} MB`,
      goal: "under 220 MB",
      isMet: rss < 220,
    },
    {
      name: `decision to durably journaled ticket, ${tickets} entries after the first ten (slowest of those ${cold.toFixed(0)} µs; ${disk})`,
      value: `median ${p50.toFixed(0)} µs, p99 ${p99.toFixed(0)} µs`,
      goal: "p99 under 1,000 µs",
      isMet: p99 < 1_000,
    },
  ]
}

function screenFigures(): Figure[] {
  const { firstFrameMs, rssMb, corePercent, median, p95 } = inOwnProcess("screen-process.ts")
  return [
    {
      name: "screen, from its start to its first frame, the engine being up",
      value: `${firstFrameMs.toFixed(0)} ms`,
      goal: "under 500 ms",
      isMet: firstFrameMs < 500,
    },
    {
      name: "screen of 120 x 40 while 50 symbols tick, share of one core",
      value: `${corePercent.toFixed(1)} %`,
      goal: "under 5 %",
      isMet: corePercent < 5,
    },
    {
      name: "the same, resident memory",
      value: `${rssMb.toFixed(0)} MB`,
      goal: "under 150 MB",
      isMet: rssMb < 150,
    },
    {
      name: "a command or a story over the control API, from asking to the answer",
      value: `median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
      goal: "p95 under 50 ms",
      isMet: p95 < 50,
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

function reportFigures(): Figure[] {
  const { trades, lines, report, exported, megabytes } = inOwnProcess("report-process.ts")
  const of = `${trades.toLocaleString("en-US")} trades (${lines.toLocaleString("en-US")} lines)`
  return [
    {
      name: `report page over ${of} and a year of minutes in memory, from file to file (${megabytes.toFixed(0)} MB)`,
      value: `${report.toFixed(1)} s`,
      goal: "under 3 s",
      isMet: report < 3,
    },
    {
      name: `export of ${of} as CSV, from file to file`,
      value: `${exported.toFixed(1)} s`,
      goal: "under 2 s",
      isMet: exported < 2,
    },
  ]
}

const figures = [
  ...engineFigures(),
  ...(await catalogFigures()),
  ...marketFigures(),
  ...orderFigures(),
  helpFigure(),
  tiltFigure(),
  ...ruleFigures(),
  routingFigure(),
  ...paperFigures(),
  ...screenFigures(),
  ...restartFigures(),
  ...reportFigures(),
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
