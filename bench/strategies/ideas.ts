import type { Total } from "./total.ts"

/** What the page says of a strategy beside its figures. */
export interface Idea {
  /** Two honest sentences. */
  readonly says: string
  readonly source: string
  /** What the requirements ask of its results, held against them. */
  readonly asked?: (total: Total) => string
}

export const IDEAS: Readonly<Record<string, Idea>> = {
  crossover: {
    says: "While a fast average of closes stands above a slow one by more than a round trip costs, the market is taken to be rising and is held. It is the plainest trend rule there is, late by construction, whipped about where there is no trend, and here to be measured against.",
    source: "Brock, Lakonishok and LeBaron 1992, with their band; the example of the architecture.",
  },
  breakout: {
    says: "A price that leaves the highest high of the last 20 bars well behind, on volume and in a market that trends, is bought in the hope that it runs on, and the gain is trailed. Most breakouts fail, so it lives on few large gains, and a gain that is trailed by 0.5 % rarely grows large.",
    source: "STRAT-20 with decision D9 (break-even is entry plus the cost of the round trip).",
    asked: ({ trades, wins }) => {
      const share = trades > 0 ? wins / trades : 0
      const met = share > 0.4 ? "met" : "not met"
      return `STRAT-20 asks that more than 40 % of its trades win and fewer than 20 % are false: ${(share * 100).toFixed(1)} % won, so the first is ${met}, and the second is ${share > 0.8 ? "met" : "not met"}.`
    },
  },
  "spread-capture": {
    says: "While the spread is wide, an order rests at the bid so that a seller who is in a hurry pays us for waiting. Those who sell to a resting order often know better, and on liquid pairs the spread is a hundred times narrower than the fees.",
    source:
      "STRAT-10 with decisions D3 and D9 (target and stop after costs; its own record decides).",
  },
  trend: {
    says: "What has risen over weeks and months tends to go on for a while, so the market is held while most look-backs say that it rose, less of it the more it swings. It is the best supported rule in the literature, but there it is held through falls of far more than the 2 % at which every position here must stop.",
    source:
      "STRAT-90 by decision D15; Moskowitz, Ooi and Pedersen 2012; Moreira and Muir 2017 for the size.",
  },
  reversion: {
    says: "Two coins that both stand for a dollar drift apart by little and come back, so the cheap one is bought far below its mean and sold at it. The way back is almost always shorter than the fees, and when it is not, one of the coins may be dying.",
    source: "STRAT-30 in the half that spot can trade, with the depeg guard STRAT-35.",
  },
}
