import type { Intent } from "../order/intent.ts"
import { ALLOW, refuse, type Verdict } from "../order/verdict.ts"
import { moneyText, ppmText } from "../value/amounts.ts"
import { PPM } from "../value/brand.ts"
import { formatInstant } from "../value/time.ts"
import { isOpen } from "./breaker.ts"
import { ENTRIES_A_DAY, type Limits, STOP_WIDEST } from "./ceilings.ts"
import { dayAllowance, dayLoss, drawdownOf } from "./day-loss.ts"
import type { LimitsScene } from "./limits-scene.ts"
import { sized } from "./size-rule.ts"
import { judgeTogether, togetherText } from "./together.ts"

export * from "./ceilings.ts"
export { dayAllowance, drawdownOf, isDayCautious, isDaySpent } from "./day-loss.ts"
export { sizeFactors, type SizeFactor } from "./size-rule.ts"
export type { LimitsScene } from "./limits-scene.ts"

/**
 * Section 3 of the requirements, for one intent. What lowers risk is always allowed (RISK-53).
 * Caps and reductions shrink the quantity; what cannot be made to fit is refused.
 */
export function judgeLimits(intent: Intent, scene: LimitsScene, limits: Limits): Verdict {
  if (intent.purpose !== "entry") return ALLOW
  return hardStop(intent, scene, limits) ?? sized(intent, scene, limits)
}

/** The limits that end entries altogether. */
function hardStop(intent: Intent, scene: LimitsScene, limits: Limits): Verdict | undefined {
  if (scene.unpriced.length > 0 || scene.quoteValueUnits === undefined || scene.equityUnits <= 0n) {
    return refuse({
      id: "RISK-16",
      value: scene.unpriced.join(", ") || `equity ${moneyText(scene.equityUnits)}`,
      limit: "every asset priced, equity above zero",
      because:
        "The account's worth is not known at this moment, so no new risk is taken. It clears when every asset held has a price.",
    })
  }
  const drawdown = drawdownOf(scene)
  if (drawdown >= limits.drawdownHalt) {
    return refuse({
      id: "RISK-8",
      value: `${ppmText(drawdown)} below the peak of ${moneyText(scene.peakUnits)}`,
      limit: ppmText(limits.drawdownHalt),
      because:
        "The account stands at its drawdown limit. Entries stay closed until a review; stops and exits work.",
    })
  }
  const allowance = dayAllowance(scene, limits)
  const lost = dayLoss(scene)
  if (lost >= allowance) {
    return refuse({
      id: "RISK-7",
      value: moneyText(lost),
      limit: moneyText(allowance),
      because:
        "Today's loss limit is reached. Open positions keep their stops; entries open again at 00:00 UTC.",
    })
  }
  if (scene.entriesToday >= ENTRIES_A_DAY) {
    return refuse({
      id: "RISK-11",
      value: `${scene.entriesToday} entries today`,
      limit: `${ENTRIES_A_DAY}`,
      because: "The day's number of trades is used up. Entries open again at 00:00 UTC.",
    })
  }
  return (
    untried(scene) ??
    resting(intent, scene) ??
    stopMissing(intent, scene) ??
    thinned(scene) ??
    clustered(scene) ??
    judgeTogether(scene.together)
  )
}

/** RISK-49: who never halted entries does not know that he can. */
function untried({ owesTrial }: LimitsScene): Verdict | undefined {
  if (!owesTrial) return undefined
  return refuse({
    id: "RISK-49",
    value: "the kill switch was never tried",
    limit: "once on the first day live",
    because:
      "Type halt and see that entries close, then resume: entries are open again from then on. Stops and exits work all the while.",
  })
}

/** RISK-43: entries into a market whose book has emptied rest; exits go on. */
function thinned({ thin }: LimitsScene): Verdict | undefined {
  if (thin === undefined || isOpen(thin.stage)) return undefined
  return refuse({
    id: thin.id,
    value: thin.value,
    limit: `${thin.limit}, for 20 minutes`,
    because:
      "So little is offered in this market that an entry would move its price. Stops and exits work; entries open by themselves when it is over.",
  })
}

/** RISK-44: entries into markets that moved as one rest until it has been over for its time. */
function clustered({ isInCluster, together }: LimitsScene): Verdict | undefined {
  if (!isInCluster) return undefined
  return refuse({
    id: "RISK-44",
    value: together ? togetherText(together) : "positions that moved as one",
    limit: "correlation surely at most 0.80, for 35 minutes",
    because:
      "Positions came to move as one, and a part of them is sold. Entries into these markets open by themselves when it is over.",
  })
}

function resting(intent: Intent, { restsUntil }: LimitsScene): Verdict | undefined {
  if (intent.author.kind !== "trader" || restsUntil === undefined) return undefined
  return refuse({
    id: "RISK-32",
    value: "3 losses in a row by hand",
    limit: "a rest of 30 minutes",
    because: `What is held keeps its stop. Entries by hand open again at ${formatInstant(restsUntil)}.`,
  })
}

function stopMissing(intent: Intent, scene: LimitsScene): Verdict | undefined {
  const last = scene.lastPrice
  if (last === undefined) return undefined
  const stop = intent.leave?.stop ?? 0
  const widest = Math.floor((last * (PPM - STOP_WIDEST)) / PPM)
  if (stop >= widest && stop < last) return undefined
  return refuse({
    id: "RISK-12",
    value:
      stop === 0 ? "no stop" : `stop ${ppmText(Math.round(((last - stop) / last) * PPM))} away`,
    limit: `${ppmText(STOP_WIDEST)} below the entry`,
    because:
      "Every position needs a stop below its price, at most 2 % away. Ask again with a tighter stop.",
  })
}
