import { Command } from "commander"
import { examine } from "../../session/doctor.ts"
import { wallClock } from "../../session/drive.ts"
import { endpointsFor } from "../../session/endpoints.ts"
import type { Finding } from "../../session/finding.ts"
import { networkOf } from "../../session/keys.ts"
import { EXIT } from "./exit.ts"
import { homePath } from "./home.ts"
import { openKeys, mayOpen } from "./open-keys.ts"

interface Options {
  readonly testnet?: true
  readonly baseUrl?: string
  readonly json?: true
}

/** `genesis doctor`: looks at everything that a session rests on, and says what to do. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description(
      "Look at everything that trading rests on: clock, disk, journals, network, exchange, keys. " +
        "Changes nothing.",
    )
    .option("--testnet", "the exchange's test network")
    .option("--base-url <address>", "a simulated exchange on this machine")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExits with 0 when nothing is wrong (a warning is not), with 3 when something is.\n",
    )
    .action(run)
}

async function run(options: Options): Promise<void> {
  const { testnet, baseUrl } = options
  const endpoints = endpointsFor({
    isTestnet: testnet === true,
    ...(baseUrl === undefined ? {} : { base: baseUrl }),
  })
  const home = homePath()
  const network = networkOf(endpoints.place)
  const findings = await examine({
    home,
    endpoints,
    environment: process.env,
    mayOpen,
    open: () => openKeys(home, network),
    clock: wallClock,
  })
  const isWell = findings.every(({ state }) => state !== "bad")
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ well: isWell, exchange: endpoints.rest, findings })}\n`
      : text(findings, endpoints.rest),
  )
  if (!isWell) process.exitCode = EXIT.found
}

const SIGNS = { good: "good", warning: "look", bad: "bad " } as const

function text(findings: readonly Finding[], exchange: string): string {
  const lines = findings.flatMap(({ state, what, next }) => [
    `  ${SIGNS[state]}  ${what}`,
    ...(next === undefined ? [] : [`        ${next}`]),
  ])
  const wrong = findings.filter(({ state }) => state === "bad").length
  const end =
    wrong === 0
      ? "  Nothing is wrong."
      : `  ${wrong} ${wrong === 1 ? "thing is" : "things are"} wrong; what to do stands below each.`
  return `\n  Exchange: ${exchange}\n\n${lines.join("\n")}\n\n${end}\n\n`
}
