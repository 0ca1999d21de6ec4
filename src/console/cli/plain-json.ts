import { formatUnits } from "../../value/decimal.ts"
import { ASSET_SCALE } from "../../value/money.ts"

/** One JSON object for scripts: amounts become decimal text, since a number there is a float. */
export function plainJson(value: unknown): string {
  return JSON.stringify(value, (_key, it: unknown) =>
    typeof it === "bigint" ? formatUnits(it, ASSET_SCALE) : it,
  )
}
