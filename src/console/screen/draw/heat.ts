import { type Line, span, type Tone } from "../line.ts"

const SHADES = " ░▒▓█"

/** One field of a heat map: darker is more. Undefined is not known, and drawn as a dot. */
function shadeOf(share: number | undefined): string {
  if (share === undefined || !Number.isFinite(share)) return "·"
  return SHADES.charAt(Math.max(0, Math.min(4, Math.ceil(share * 4))))
}

/** A row of fields, each so many columns wide. */
export function heatRow(
  shares: readonly (number | undefined)[],
  told: { readonly width: number; readonly tone: Tone },
): Line {
  return shares.map((share) => {
    const isKnown = share !== undefined && Number.isFinite(share)
    return span(shadeOf(share).repeat(told.width), isKnown ? told.tone : "dim")
  })
}
