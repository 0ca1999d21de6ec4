import type { Candles } from "../candle/candles.ts"
import type { TearSheet } from "../tear-sheet/tear-sheet.ts"
import { attributionSection } from "./attribution.ts"
import { calendarSection } from "./calendar.ts"
import { conductSection, gateSection } from "./conduct.ts"
import { curveOf } from "./curve.ts"
import { documentHtml, type Assets } from "./document.ts"
import { equitySection } from "./equity.ts"
import { executionSection } from "./execution.ts"
import { fanSection } from "./fan.ts"
import { headHtml, tilesHtml } from "./head.ts"
import { costSection, figureSection } from "./money.ts"
import { payloadOf } from "./payload.ts"
import { navigation, sectionHtml } from "./section.ts"
import { methodSection } from "./method.ts"
import { tradeSection } from "./trades.ts"

/**
 * A report as one page that stands on its own: nothing is loaded from anywhere.
 * @param told.candles by index of the instrument; none where the market is not at hand
 */
export function reportPage(
  sheet: TearSheet,
  told: { readonly candles: readonly Candles[]; readonly assets: Assets },
): string {
  const { candles, assets } = told
  const curve = curveOf(sheet, candles)
  const payload = payloadOf(sheet, curve, candles)
  const hasCandles = candles.some(({ close }) => close.length > 0)
  const sections = [
    equitySection(sheet, curve),
    costSection(sheet),
    calendarSection(sheet),
    fanSection(sheet),
    figureSection(sheet),
    attributionSection(sheet),
    tradeSection(sheet, hasCandles),
    executionSection(sheet),
    conductSection(sheet),
    gateSection(sheet),
    methodSection(sheet),
  ]
  return documentHtml({
    title: `${sheet.name}, ${sheet.period.title}`,
    assets: hasCandles ? assets : { ...assets, candles: "" },
    payload,
    body: `${headHtml(sheet)}${navigation(sections)}<main id="content">${tilesHtml(sheet)}${sections.map(sectionHtml).join("")}</main>`,
  })
}
