import { type Figure, inOwnProcess } from "./measure.ts"

/** What the market side of the venue does in its time; each measurement in its own process. */
export function marketFigures(): readonly Figure[] {
  const { trade, quote } = inOwnProcess("market-process.ts", "row")
  return [
    rowFigure("trade", trade),
    rowFigure("bookTicker", quote),
    flowFigure(inOwnProcess("market-process.ts", "flow")),
  ]
}

function rowFigure(name: string, microseconds: number): Figure {
  return {
    name: `bytes of a ${name} message to a row of the tape, 100 symbols`,
    value: `${microseconds.toFixed(2)} µs`,
    goal: "under 5 µs",
    isMet: microseconds < 5,
  }
}

function flowFigure({ perSecond, share, lagMs, waiting }: Record<string, number>): Figure {
  return {
    name: `messages a second over a loopback WebSocket, 100 symbols, 7.5 s (99 % on the tape within ${lagMs.toFixed(1)} ms)`,
    value: `${Math.round(perSecond).toLocaleString("en-US")} at ${(share * 100).toFixed(0)} % of a core`,
    goal: "50,000 at under 50 %",
    isMet: perSecond > 49_500 && share < 0.5 && waiting === 0,
  }
}
