/** A short lesson about something that a tier unlocks (TIER-23). */
export interface Tutorial {
  readonly name: string
  readonly title: string
  readonly minutes: number
  readonly steps: readonly string[]
}

/** TIER-23: each may be skipped, and stays reachable. */
export const TUTORIALS: readonly Tutorial[] = Object.freeze([
  {
    name: "iceberg",
    title: "Sliced and iceberg orders",
    minutes: 5,
    steps: [
      "A large order in one piece shows the market what you want, and pays for it. In parts, each part meets the book after it has filled up again.",
      "Of an iceberg only one part rests on the book; the next one is sent when it is gone and what it bought has its stop. The parts are our own, each asked for at the gate, and every new one stands at the end of its queue.",
      "Watch the fill of each part against the price at which the first one left. When it is 0.50 % worse, the rest is given up by itself (EXEC-22).",
      "An order in parts is finished when all of it is filled, when its time is over, or when it is given up; what is left is not chased. Its position has a stop after the first part already.",
    ],
  },
  {
    name: "twap",
    title: "TWAP: evenly over time",
    minutes: 8,
    steps: [
      "It cuts an order into equal parts over a span of time, so that the mean price is near the mean of the market. It makes no guess where the price goes.",
      "The span is ten minutes, in up to ten parts. A reason that is gone sooner has no use for it.",
      "The moments and the parts are even, and all of them together take no more than a tenth of what the market trades meanwhile (EXEC-30).",
      "A plan that is behind its schedule is in more of a hurry (EXEC-42); what is left a minute after the span is not bought.",
      "Afterwards compare with the mean of the market over the span, not with the best price of it.",
    ],
  },
  {
    name: "multi-pair",
    title: "Several pairs at a time",
    minutes: 10,
    steps: [
      "Five positions of 5 % are not five times as safe as one. Coins fall together; what counts is how many bets they really are.",
      "Before every entry the gate tells the correlation with what you hold and the number of bets in all. Above 0.60, surely, another one is refused (RISK-14).",
      "When positions come to move as one, a quarter of the largest loser is sold a minute after it was said (RISK-44). That is a rule and no advice.",
      "The day's loss counts every stop as hit: with five positions open, each has a fifth of the room that one would have (RISK-6).",
      "Close what you would not buy today. A position you no longer watch is the one that costs.",
    ],
  },
  {
    name: "statistical-arbitrage",
    title: "Statistical arbitrage",
    minutes: 15,
    steps: [
      "Two prices that belong together part for a while and come back. You are paid for waiting, and you lose when they do not come back.",
      "A correlation is not enough: two paths may move alike and drift apart for ever. Ask for cointegration, and for a half-life that you are willing to wait.",
      "This account is long only. What is dear of the two is sold from what you hold, and what is cheap is bought; nothing is sold short.",
      "Enter at two deviations, leave at a half, and give up at three: a spread that goes further is telling you that the link has broken.",
      "Costs come twice, once for each leg. Below three times the round trip there is nothing to earn.",
      "Forty trades on paper come first, three of four within their slippage (TIER-17).",
    ],
  },
])

/** The lesson of a name; undefined when there is none. */
export const tutorialNamed = (name: string): Tutorial | undefined =>
  TUTORIALS.find((it) => it.name === name)
