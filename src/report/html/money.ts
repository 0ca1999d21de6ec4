import { figureText, intervalText, unitText } from "../tear-sheet/figure.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import { counted, moneyText, negated } from "../tear-sheet/words.ts"
import type { Section } from "./section.ts"
import { bar, table } from "./table.ts"

/** From what prices alone would have brought to what was left (ANLY-24, D5). */
export function costSection({ costs }: TearSheet): Section {
  const steps: readonly (readonly [name: string, amount: string, says: string])[] = [
    ["Gross", costs.gross, "as if every fill had been at the price of its decision, for nothing"],
    ["Slippage", negated(costs.slippage), "fills against the prices of their decisions"],
    ["Fees", negated(costs.fees), "of the exchange, in whatever asset, at their worth when paid"],
    [
      "Server",
      negated(costs.infrastructure),
      Number(costs.serverMonthly) > 0
        ? `${moneyText(costs.serverMonthly)} a month${costs.serverShare === null ? "" : `, ${unitText(costs.serverShare, "share")} of the account each month`}`
        : "not set: costs.serverMonthly in genesis.yaml",
    ],
    [
      "Net",
      costs.net,
      `${unitText(costs.netShare, "share")} of what was there, money in and out left alone`,
    ],
  ]
  const largest = Math.max(...steps.map(([, amount]) => Math.abs(Number(amount))))
  const shares: readonly (readonly [string, string, string])[] = [
    [
      "Fees of gross gains",
      costs.feeShare === null ? "n/a" : unitText(costs.feeShare, "share"),
      "fees over the gains of the trades that gained before fees",
    ],
    [
      "Entries lost to minimums",
      `${costs.tooSmall} of ${costs.wished}`,
      "wishes that the exchange's smallest order, or ten dollars, was too much for",
    ],
    ["Dust", moneyText(costs.dust), "cost of what is left in amounts too small to be sold"],
  ]
  return {
    id: "costs",
    title: "Result and costs",
    html: `${table({
      caption: "From gross to net",
      columns: [
        { title: "Step" },
        { title: "Amount", isNumber: true },
        { title: "" },
        { title: "What it is", isWide: true },
      ],
      rows: steps.map(([name, amount, says]) => [
        name,
        moneyText(amount),
        bar(Number(amount), largest),
        says,
      ]),
    })}${table({
      caption: "What costs mean for an account of this size",
      columns: [
        { title: "Share" },
        { title: "Value", isNumber: true },
        { title: "What it is", isWide: true },
      ],
      rows: shares,
    })}`,
  }
}

/** Every figure with its interval, its evidence and its meaning (D2). */
export function figureSection({ figures, streaks }: TearSheet): Section {
  return {
    id: "figures",
    title: "All figures",
    lead: `A figure that rests on fewer than 30 observations is not shown. Longest streaks: ${counted(streaks.gains, "gain")}, ${counted(streaks.losses, "loss", "losses")}.`,
    html: table({
      caption: "Figures, net of all costs",
      columns: [
        { title: "Figure" },
        { title: "Value", isNumber: true },
        { title: "95 % interval", isNumber: true },
        { title: "Rests on", isNumber: true, isWide: true },
        { title: "What it says", isWide: true },
      ],
      rows: figures.map((it) => [
        it.name,
        figureText(it),
        intervalText(it),
        `${it.evidence.have.toLocaleString("en-US")} ${it.evidence.of}`,
        it.meaning,
      ]),
    }),
  }
}
