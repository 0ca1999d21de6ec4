import { Problem } from "../value/problem.ts"
import { bad, type Finding, good, warning } from "./finding.ts"
import type { Inquiry } from "./inquiry.ts"
import type { Place } from "./endpoints.ts"

/** EXEC-63: beyond this no order is signed. PERF-18: the goal is a tenth of it. */
const OFFSET_MOST_US = 1_000_000
const OFFSET_GOAL_US = 100_000

/** The exchange answers at all. */
export async function checkReach(inquiry: Inquiry): Promise<Finding> {
  return await findingOf("exchange", async () => {
    const { tookUs } = await inquiry.ask("/api/v3/ping")
    return good("exchange", "The exchange answers.", { roundTripUs: tookUs })
  })
}

/** Both clocks show the same, near enough (EXEC-63, PERF-18). */
export async function checkClock(inquiry: Inquiry): Promise<Finding> {
  return await findingOf("clock", async () => {
    const { offsetUs, withinUs } = await inquiry.compareClocks()
    const off = `${Math.abs(offsetUs / 1000).toFixed(0)} ms ${offsetUs > 0 ? "behind" : "ahead of"} the exchange's`
    const measured = { offsetUs, withinUs }
    if (Math.abs(offsetUs) - withinUs > OFFSET_MOST_US) {
      const next =
        "Switch time synchronisation on (timedatectl set-ntp true), wait a minute, and try again."
      return bad(
        "clock",
        `This machine's clock is ${off}; at most 1000 ms are allowed.`,
        next,
        measured,
      )
    }
    if (Math.abs(offsetUs) - withinUs > OFFSET_GOAL_US) {
      const next = "It is corrected for, but watch it: time synchronisation keeps it within a few."
      return warning("clock", `This machine's clock is ${off}.`, next, measured)
    }
    return good(
      "clock",
      `This machine's clock agrees with the exchange's within ${Math.round((Math.abs(offsetUs) + withinUs) / 1000)} ms.`,
      measured,
    )
  })
}

/** The exchange says that it works (EXEC-72). Only the real one has such a word. */
export async function checkSystem(inquiry: Inquiry, place: Place): Promise<Finding | undefined> {
  if (place === "testnet") return undefined
  return await findingOf("system", async () => {
    const { body } = await inquiry.ask("/sapi/v1/system/status")
    const { status, msg } = body as { status?: unknown; msg?: unknown }
    if (status === 0) return good("system", "The exchange says that it works normally.")
    return bad(
      "system",
      `The exchange says: ${String(msg ?? status)}.`,
      "Wait until its maintenance is over; it is announced on its status page.",
    )
  })
}

/** What the key may do: trade, and nothing that could take money away. */
export async function checkKey(inquiry: Inquiry, place: Place): Promise<readonly Finding[]> {
  if (place === "testnet") {
    // The test network has no word about a key; that it may ask for the account is all there is.
    return [
      await findingOf("keys", async () => {
        const { body } = await inquiry.askSigned("/api/v3/account", [["omitZeroBalances", "true"]])
        return tradingFinding((body as { canTrade?: unknown }).canTrade === true)
      }),
    ]
  }
  try {
    const { body } = await inquiry.askSigned("/sapi/v1/account/apiRestrictions")
    const told = body as Readonly<Record<string, unknown>>
    return [
      tradingFinding(told["enableSpotAndMarginTrading"] === true && told["enableReading"] === true),
      withdrawalFinding(told["enableWithdrawals"]),
      addressFinding(told["ipRestrict"] === true, place),
    ]
  } catch (error) {
    return [troubleOf("keys", error)]
  }
}

function tradingFinding(mayTrade: boolean): Finding {
  if (mayTrade) return good("keys", "The key is valid and may trade on spot.")
  const next = "Allow reading and spot trading on the exchange's page of API keys."
  return bad("keys", "The key is valid, but may not trade on spot.", next)
}

/** Only a plain "no" is good enough. */
function withdrawalFinding(may: unknown): Finding {
  if (may === false) return good("withdrawal", "The key may not withdraw.")
  const next =
    "Take the right to withdraw from it, on the exchange's page of API keys: trading needs none."
  return bad(
    "withdrawal",
    "The key may withdraw: whoever gets hold of it could empty the account.",
    next,
  )
}

function addressFinding(isRestricted: boolean, place: Place): Finding {
  if (isRestricted) return good("address", "The key works from named addresses only.")
  const what = "The key works from every address in the world."
  const next = "Restrict it to this machine's address, on the exchange's page of API keys."
  return place === "production" ? bad("address", what, next) : warning("address", what, next)
}

/** What goes wrong while something is looked at is what was found. */
async function findingOf(check: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look()
  } catch (error) {
    return troubleOf(check, error)
  }
}

function troubleOf(check: string, error: unknown): Finding {
  if (!(error instanceof Problem)) throw error
  return bad(check, `${error.message} ${error.why}`, error.next)
}
