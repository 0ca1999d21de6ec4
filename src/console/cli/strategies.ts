import { Command } from "commander"
import { CATALOGUE, type Listing, strategyNamed } from "../../strategy/catalogue/catalogue.ts"
import { type Param, rangeText } from "../../strategy/catalogue/params.ts"

/** D3: a rule that must win more often than this is not let out of paper lightly. */
const BREAK_EVEN_HIGH = 0.65

/** `genesis strategies`: what there is, and what can be set about each. */
export function strategiesCommand(): Command {
  return new Command("strategies")
    .description("Show the built-in strategies, or one of them with all that can be set about it.")
    .argument("[name]", "which strategy")
    .option("--json", "print JSON")
    .action(tellStrategies)
}

/**
 * Prints all of them, or the one that is named.
 * @throws Problem when there is none of that name
 */
export function tellStrategies(name: string | undefined, options: { readonly json?: true }): void {
  const chosen = name === undefined ? undefined : strategyNamed(name)
  const told = options.json
    ? `${JSON.stringify(chosen ? plain(chosen) : CATALOGUE.map(plain))}\n`
    : chosen
      ? oneText(chosen)
      : listText()
  process.stdout.write(told)
}

function plain(listing: Listing): Record<string, unknown> {
  const { name, says, tier, params, breakEven } = listing
  return { name, says, tier, params, ...(breakEven ? { breakEven: breakEven({}) } : {}) }
}

function listText(): string {
  const wide = widest(CATALOGUE.map((it) => it.name))
  const lines = CATALOGUE.map(({ name, says, tier }) => {
    const who = tier === "SNIPER" ? "" : ` From tier ${tier}.`
    return `  ${name.padEnd(wide)}  ${says}${who}`
  })
  return `\n${lines.join("\n")}\n\n"genesis strategies NAME" shows what can be set about one.\n\n`
}

function oneText(listing: Listing): string {
  const { name, says, tier, params } = listing
  const rows = params.map((it) => [it.name, String(it.default), rangeText(it), it.says] as const)
  const wide = [0, 1, 2].map((column) => widest(rows.map((row) => row[column] ?? "")))
  const lines = rows.map(
    (row) => `  ${row.map((cell, column) => cell.padEnd(wide[column] ?? 0)).join("  ")}`,
  )
  const head = `\n${name}: ${says} Tier ${tier}.\n`
  const example = `genesis backtest --strategy ${name} --symbols BTCUSDT${paramOption(params)}`
  return `${head}\n${lines.join("\n")}\n${breakEvenText(listing)}\n  ${example}\n\n`
}

/** D3: stands beside every rule with a target and a stop. */
function breakEvenText({ breakEven }: Listing): string {
  if (!breakEven) return ""
  const share = breakEven({})
  const wins = `\nWith these defaults ${(share * 100).toFixed(1)} % of its trades must win to break even.`
  if (share <= BREAK_EVEN_HIGH) return `${wins}\n`
  return `${wins} It may not leave paper\nbefore 200 paper trades show, with 95 % confidence, that more do.\n`
}

/** How a parameter is given, by the example of the first number. */
function paramOption(params: readonly Param[]): string {
  const number = params.find((it) => it.kind !== "symbol")
  return number ? ` --param ${number.name}=${number.default}` : ""
}

const widest = (texts: readonly string[]): number => Math.max(...texts.map((it) => it.length))
