import { instantOf } from "../../value/brand.ts"
import { type Amount, amountOf } from "../../report/boards/amount.ts"
import { formatInstant } from "../../value/time.ts"
import type { Tone } from "./line.ts"

/** `$1,234.50`, `-$0.02`: an amount of a board. */
export function dollars(amount: Amount): string {
  const [whole = "0", rest = "00"] = amount.replace("-", "").split(".")
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",")
  return `${amount.startsWith("-") ? "-" : ""}$${grouped}.${rest}`
}

/** `+$47.32`, `-$0.02`, `$0.00`: a gain and a loss look alike. */
export function gain(amount: Amount): string {
  const text = dollars(amount)
  return Number(amount) > 0 ? `+${text}` : text
}

/** `$1,234.50`: account-asset units, rounded to the nearest cent. */
export const dollarText = (units: bigint): string => dollars(amountOf(units))

/** `+$47.32`, `-$0.02`: account-asset units. */
export const gainText = (units: bigint): string => gain(amountOf(units))

/** A gain is muted green, a loss grey, and neither is louder (UI-5). */
export function toneOf(amount: Amount): Tone {
  const value = Number(amount)
  if (value === 0) return "plain"
  return value > 0 ? "gain" : "loss"
}

/** `+0.02 %`; `n/a` where the share is not known. */
export function shareText(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return "n/a"
  const text = (share * 100).toFixed(2)
  if (Number(text) === 0) return "0.00 %"
  return `${share > 0 ? "+" : ""}${text} %`
}

/** `2026-11-24 12:04:31`, UTC. */
export function momentText(at: number): string {
  return formatInstant(instantOf(at)).slice(0, 19).replace("T", " ")
}

/** `12:04:31`, UTC. */
export function clockText(at: number): string {
  return momentText(at).slice(11)
}

/** `25 %`, `1.9 %`: a part of a whole, without a sign. */
export function partText(share: number | null, digits = 0): string {
  if (share === null || !Number.isFinite(share)) return "n/a"
  const text = (share * 100).toFixed(digits)
  return `${Number(text) === 0 ? text.replace("-", "") : text} %`
}

/** `3 d`, `2 h 05 min`, `41 s`: how long, in as few words as will do. */
export function spanText(microseconds: number): string {
  const seconds = Math.max(0, Math.floor(microseconds / 1e6))
  const [minutes, hours, days] = [60, 3_600, 86_400].map((it) => Math.floor(seconds / it))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${minutes} min`
  if (seconds < 86_400) return `${hours} h ${String((minutes ?? 0) % 60).padStart(2, "0")} min`
  return `${days} d ${(hours ?? 0) % 24} h`
}
