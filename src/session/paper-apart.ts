import { existsSync } from "node:fs"
import { Problem } from "../value/problem.ts"
import { type Environment, keysFile, keyVariables, PASSPHRASE } from "./key-names.ts"

/**
 * Paper and keys to real money are never in one process: it is told of none, so whatever it did wrong
 * it could sign no order (EXEC-75). An encrypted file alone is none: nothing here could open it. Keys of
 * the test network open no money.
 * @throws Problem `LIVE_KEYS_PRESENT`
 */
export function requireNoLiveKeys(home: string, environment: Environment): void {
  const { key, secret, secretFile } = keyVariables("production")
  const file = keysFile(home, "production")
  const isOpenable = Boolean(environment[PASSPHRASE]) && existsSync(file)
  const given = [key, secret, secretFile].filter((it) => Boolean(environment[it]))
  const found = isOpenable ? [...given, PASSPHRASE] : given
  if (found.length === 0) return
  const why = isOpenable ? `, and ${PASSPHRASE} opens the keys in ${file}` : ""
  throw new Problem({
    code: "LIVE_KEYS_PRESENT",
    what: "A paper session is not started beside keys to real money.",
    why: `${
      given.length === 0
        ? `${PASSPHRASE} is set here, and opens the keys in ${file}.`
        : `${given.join(" and ")} ${given.length === 1 ? "is" : "are"} set here${why}.`
    } Paper has no use for them, and what is not there cannot be used by mistake.`,
    next: `Start it without them: env ${found.map((it) => `-u ${it}`).join(" ")} genesis paper`,
  })
}
