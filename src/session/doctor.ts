import { Problem } from "../value/problem.ts"
import type { Instant } from "../value/brand.ts"
import type { AccountKey } from "../venue/binance/signature.ts"
import type { Endpoints } from "./endpoints.ts"
import { checkClock, checkKey, checkReach, checkSystem } from "./exchange-checks.ts"
import { bad, type Finding, good, warning } from "./finding.ts"
import { Inquiry } from "./inquiry.ts"
import { findKeys, type KeysFound, networkOf } from "./keys.ts"
import { checkDisk, checkHome, checkJournals } from "./machine-checks.ts"
import { checkPath } from "./path-check.ts"

/** Looks at everything that a session rests on, one thing after the other, and changes nothing. */
export async function examine(told: {
  readonly home: string
  readonly endpoints: Endpoints
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Whether keys that were found can be opened, or nobody is there to say the passphrase. */
  readonly mayOpen: (found: KeysFound) => boolean
  readonly open: () => Promise<AccountKey>
  readonly clock: () => Instant
}): Promise<readonly Finding[]> {
  const { home, endpoints, clock } = told
  const findings: Finding[] = [
    checkNode(),
    checkHome(home),
    ...checkDisk(home),
    ...(await checkJournals(home)),
  ]
  const opened = await openedKey(told)
  if ("check" in opened) findings.push(opened)
  const account = "check" in opened ? {} : { key: opened }
  const inquiry = new Inquiry({ rest: endpoints.rest, clock, ...account })
  const reach = await checkReach(inquiry)
  findings.push(reach)
  // Where nothing answers, asking on would only say it again.
  if (reach.state === "bad") return findings
  findings.push(await checkClock(inquiry), await checkPath(inquiry, endpoints.rest))
  const system = await checkSystem(inquiry, endpoints.place)
  if (system) findings.push(system)
  if (!("check" in opened)) findings.push(...(await checkKey(inquiry, endpoints.place)))
  return findings
}

function checkNode(): Finding {
  const { node, v8 } = process.versions
  return good("program", `It runs on Node ${node} (V8 ${v8}).`)
}

async function openedKey(told: Parameters<typeof examine>[0]): Promise<AccountKey | Finding> {
  try {
    const found = findKeys(told.home, told.environment, networkOf(told.endpoints.place))
    if (found === undefined) {
      return warning(
        "keys",
        "There are no keys, so nothing of the account could be looked at.",
        'Paper needs none. To trade, make a key at the exchange and run "genesis keys set".',
      )
    }
    if (told.mayOpen(found)) return await told.open()
    return warning(
      "keys",
      `The keys in ${found.from === "file" ? found.file : "the environment"} were not opened.`,
      "Run it in a terminal, or set GENESIS_KEYS_PASSPHRASE, to have the account looked at.",
    )
  } catch (error) {
    if (!(error instanceof Problem) || error.code === "INTERRUPTED") throw error
    return bad("keys", `${error.message} ${error.why}`, error.next)
  }
}
