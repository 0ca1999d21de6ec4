import type { Instant } from "../../value/brand.ts"
import { formatUnits } from "../../value/decimal.ts"
import { formatInstant } from "../../value/time.ts"

const CENT = 1_000_000n

/** `$1,234.50`, `-$0.02`: account-asset units, rounded to the nearest cent. */
export function dollarText(units: bigint): string {
  const cents = (magnitude(units) + CENT / 2n) / CENT
  const [whole = "0", rest = "00"] = formatUnits(cents, 2, 2).split(".")
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",")
  return `${units < 0n && cents > 0n ? "-" : ""}$${grouped}.${rest}`
}

/** `+$47.32`, `-$0.02`, `$0.00`: a gain and a loss look alike. */
export function gainText(units: bigint): string {
  const text = dollarText(units)
  return units > 0n && !text.endsWith("$0.00") ? `+${text}` : text
}

/** `+0.02 %`; `n/a` where the share is not known. */
export function shareText(share: number): string {
  if (!Number.isFinite(share)) return "n/a"
  const text = (share * 100).toFixed(2)
  if (Number(text) === 0) return "0.00 %"
  return `${share > 0 ? "+" : ""}${text} %`
}

/** `2026-11-24 12:04:31`, UTC. */
export function momentText(at: Instant): string {
  return formatInstant(at).slice(0, 19).replace("T", " ")
}

/** `12:04:31`, UTC. */
export function clockText(at: Instant): string {
  return momentText(at).slice(11)
}

const magnitude = (units: bigint): bigint => (units < 0n ? -units : units)
