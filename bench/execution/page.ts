import type { Came, MarketResult } from "./books.ts"
import type { Tracking } from "./curves.ts"

/** The page of docs/execution.md, from what was measured. */
export function pageOf(books: readonly MarketResult[], curves: readonly Tracking[]): string {
  return [HEAD, ...books.map(bookPart), curvePart(curves), TAIL].join("\n")
}

/** Less than a tenth of a basis point is nothing that anybody could live on. */
const LEAST = 0.1

const HEAD = `# Execution

How an entry of some size is worked, and what that is worth. The tables are written by \`npm run execution\`,
which plays the plans of \`src/execution/\` on the matching engine, over recorded and generated depth
(\`GENESIS_DATA\`, by default \`../shared/data\`), and writes this page anew.

| Value of an entry | Sniper | Hunter | Strategist and above |
|---|---|---|---|
| below $200 | one order | one order | one order |
| $200 to below $500 | cap $100 | slices; TWAP with time | slices; TWAP or VWAP with time |
| $500 to below $2,000 | cap $100 | TWAP; slices in a hurry | VWAP or TWAP; slices in a hurry |
| $2,000 to $10,000 | cap $100 | cap $500 | VWAP or TWAP |

A plan is judged by the gate as a whole (its *mandate*) and each part again. Parts go one at a time; each waits for the
stop of the one before. A plan is given up when the price or what was paid is 0.5 % worse than at its arrival, when a
part moved the mid by more, when its stop or its target is reached, when entries close, or by hand. It goes on after a
crash once the books agree, while its window lasts. What leaves a position is never cut into parts: it lowers risk.
\`genesis execution\` shows what your own orders cost; \`genesis why PLAN\` tells the story of one.

On real money each method is locked until it was practised (TIER-17). \`tier shadow on\`, typed in the session, rehearses it
beside each entry from $250 of equity on: a larger one in parts is held against the live market, and nothing of it is
sent. What it came to is told in a line and counts in \`genesis tier\`.

## How to read the tables

Cost in hundredths of a percent (bp) of the order, by Perold's implementation shortfall against the mid when it was
decided, fees left out; 50 ms each way. *market* is one market order, *bounded* the immediate-or-cancel order within half a
percent that small entries are; *iceberg* rests slice after slice at the bid; *twap* is ten parts over five minutes. What a
way has not bought six minutes after the decision it takes by a market order then. *saved* is against the market order of
the same moment, ± one standard error as if moments did not overlap, which they do: the true error is larger. *above mid*
is what was paid above the mid at which each order left, and *saved of that* the same against the market order: the cost
without the market's own course, which in few minutes is luck. A book that is played back does not answer our orders: what we take is back with the next change of its level, and
nobody backs off. That flatters everything that waits, the more the larger the order; nor is the participation of a tenth
applied here, which would stretch the largest sizes.
`

function bookPart(it: MarketResult): string {
  const rows = it.sizes.flatMap(({ dollars, came }) =>
    came.map(
      (way, i) =>
        `| ${i === 0 ? `$${dollars.toLocaleString("en-US")}` : ""} | ${way.way} | ${bp(way.mean)} ± ${way.error.toFixed(2)} | ` +
        `${way.deviation.toFixed(1)} | ${(way.own * 100).toFixed(0)} % | ${savedText(way)} | ${bp(way.aboveMid)} | ${savedAboveText(way)} |`,
    ),
  )
  return `## ${it.name}

${it.moments} moments; the spread is ${it.spreadBps.toFixed(2)} bp, and $${Math.round(it.near).toLocaleString("en-US")} stand within 5 bp of the best ask.

| Size | Way | Cost | Deviation | Bought itself | Saved | Above mid | Saved of that |
|---:|---|---:|---:|---:|---:|---:|---:|
${rows.join("\n")}

${verdict(it)}
`
}

const savedText = ({ way, saved, savedError }: Came): string =>
  way === "market" ? "" : `${bp(saved)} ± ${savedError.toFixed(2)}`
const savedAboveText = ({ way, savedAbove, savedAboveError }: Came): string =>
  way === "market" ? "" : `${bp(savedAbove)} ± ${savedAboveError.toFixed(2)}`

/** In words, by what was paid above the mid and twice its standard error: better, worse, or not to be told apart. */
function verdict({ sizes }: MarketResult): string {
  return sizes
    .map(({ dollars, came }) => {
      const named = (isIt: (saved: number, error: number) => boolean): string =>
        came
          .filter((it) => it.way !== "market" && isIt(it.savedAbove, it.savedAboveError))
          .map((it) => it.way)
          .join(", ") || "none"
      const cheaper = named((saved, error) => saved > 2 * error && saved > LEAST)
      const dearer = named((saved, error) => saved < -2 * error && saved < -LEAST)
      return `- $${dollars.toLocaleString("en-US")}, the market's course left out: cheaper than one market order ${cheaper}; dearer ${dearer}.`
    })
    .join("\n")
}

function curvePart(curves: readonly Tracking[]): string {
  const rows = curves.map(
    (it) =>
      `| ${it.symbol} | ${it.parents} | ${it.atOnce.toFixed(2)} | ${it.twap.toFixed(2)} | ${it.vwap.toFixed(2)} | ${bp(it.nearer)} ± ${it.nearerError.toFixed(2)} |`,
  )
  return `## VWAP against TWAP, five months of real one-minute bars

An hour in twelve parts, every five hours from the day on which the curve is trusted (January to May 2023); each part is
bought at the open of its minute. Distance to the market's own mean price of that hour, without its sign, in bp. Bars know
no depth, so this shows how near a schedule keeps to the market and nothing about impact.

| Market | Parents | All at once | TWAP | VWAP | VWAP is nearer by |
|---|---:|---:|---:|---:|---:|
${rows.join("\n")}
`
}

const TAIL = `## What theory says, and what came of it

- **Where one order is as good.** In a liquid pair an account of this size is far smaller than what stands at the touch: the
  model of Almgren and Chriss says to trade at once (quant.md 6.10). Up to $100,000 the recorded book of Bitcoin charges a
  market order nothing that could be saved; what slices and TWAP show there is the market's course in those minutes, as
  the column *above mid* tells. In a pair like that EXEC-1 costs a little risk and no money.
- **Where parts help.** Where an order is larger than the touch: a sweep pays for every level it walks through, parts meet
  a book that has filled up again. In the recorded book that begins at a million dollars, in the generated thin pair
  at a few thousand.
- **Where parts cost.** They wait, and waiting is risk: the deviation of TWAP is several times that of an order at once. In
  a market that runs away the plan gives up at half a percent and takes the rest later at a worse price, or not at all.
- **Where resting helps.** A maker does not pay the spread; it pays by not being filled when the price leaves.
- **Below the participation.** The largest sizes here break the tenth of market volume that a real plan keeps to; they
  show the shape of the cost, not something the program would do.
`

const bp = (value: number): string => `${value < 0 ? "−" : ""}${Math.abs(value).toFixed(2)}`
