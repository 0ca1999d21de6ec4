import { type Figure, inOwnProcess, millions } from "./measure.ts"

const KLINES = 4_000_000
const TRADES = 10_000_000

/** What the catalog does in its time: importing klines, and opening trades; each in its own process. */
export function catalogFigures(): Promise<Figure[]> {
  return Promise.try(() => [importFigure(), openFigure()])
}

function importFigure(): Figure {
  const { rows, seconds, peak } = inOwnProcess("catalog-process.ts", "import", String(KLINES))
  const perSecond = rows / seconds
  return {
    name: `import of ${rows / 1e6} M 1-minute klines, csv files by month, until durable (${peak.toFixed(0)} MB at most)`,
    value: millions(perSecond),
    goal: "at least 1 M/s",
    isMet: perSecond >= 1e6,
  }
}

function openFigure(): Figure {
  const { rows, seconds, first, peak } = inOwnProcess("catalog-process.ts", "open", String(TRADES))
  return {
    name: `opening ${rows / 1e6} M trades from the catalog into a tape (${peak.toFixed(0)} MB at most, import included)`,
    value: `${seconds.toFixed(2)} s, first ${first.toFixed(2)} s`,
    goal: "under 2 s",
    isMet: seconds < 2,
  }
}
