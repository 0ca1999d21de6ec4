import { Command } from "commander"
import { wallClock } from "../../session/drive.ts"
import { GATE_SENTENCE, readGateRecord } from "../../session/gate-record.ts"
import { type Requirement, signGate, systemGate } from "../../session/system-gate.ts"
import { formatInstant } from "../../value/time.ts"
import type { Instant } from "../../value/brand.ts"
import { EXIT } from "./exit.ts"
import { homePath } from "./home.ts"
import { printResult } from "./json-option.ts"
import { plainJson } from "./plain-json.ts"

interface Options {
  readonly sign?: string
  readonly json?: true
}

/** `genesis gate`: what must be shown before real money is at stake, and its record (TIER-1, ANLY-33). */
export function gateCommand(): Command {
  return new Command("gate")
    .description(
      "Show what must be shown before real money is at stake, with what was shown so far; sign it when " +
        'all of it is met. "genesis live" trades real money only with a record of this build.',
    )
    .option("--sign <sentence>", `signs, with the sentence: "${GATE_SENTENCE}"`)
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExits with 0 when everything is met, with 3 when something is missing.\n",
    )
    .action(run)
}

async function run({ sign, json }: Options): Promise<void> {
  const home = homePath()
  if (sign !== undefined) {
    const file = await signGate(home, { sentence: sign, now: wallClock() })
    const says = `Signed. The record lies in ${file}; it holds for this build.`
    return printResult({ ...(json && { json }) }, { signed: file }, says)
  }
  const { criteria } = await systemGate(home)
  const record = readGateRecord(home)
  const signedAt = typeof record === "string" ? null : formatInstant(record.signedAt as Instant)
  const isMet = criteria.every((it) => it.isMet)
  if (!isMet) process.exitCode = EXIT.found
  process.stdout.write(
    json
      ? `${plainJson({ isMet, criteria, signedAt })}\n`
      : text(criteria, typeof record === "string" ? record : `signed ${signedAt}`),
  )
}

function text(criteria: readonly Requirement[], record: string): string {
  const lines = criteria.map(
    ({ id, what, has, isMet }) =>
      `  ${isMet ? "met    " : "missing"}  ${id.padEnd(8)}${what}: ${has}`,
  )
  const isMet = criteria.every((it) => it.isMet)
  const next = isMet
    ? `All of it is met. To sign: genesis gate --sign "${GATE_SENTENCE}"`
    : 'Let "genesis paper" run, and "genesis live --testnet". Neither puts money at stake.'
  return `\n${lines.join("\n")}\n\n  Record   ${record}\n  ${next}\n\n`
}
