import { Command } from "commander"
import type { ParityDifference } from "../../report/parity.ts"
import { type Parity, parityOf } from "../../session/parity-file.ts"
import { formatUnits } from "../../value/decimal.ts"
import { ASSET_SCALE } from "../../value/money.ts"
import { formatInstant } from "../../value/time.ts"
import { momentText } from "../screen/words.ts"
import { EXIT } from "./exit.ts"
import { journalNamed } from "./journal-option.ts"
import { count } from "./progress-line.ts"

/** `genesis parity`: holds a recorded session against the backtest of its own tape. */
export function parityCommand(): Command {
  return new Command("parity")
    .description(
      "Play a recorded session through the backtest, and list each decision, order and fill that " +
        "came out otherwise, with the reason and what it cost. Exits with 0 when nothing differs, " +
        "with 3 when something does.",
    )
    .argument("[session]", "name of an account, or its folder", "paper")
    .option("--json", "print one JSON object")
    .action(run)
}

async function run(session: string, options: { readonly json?: true }): Promise<void> {
  const file = journalNamed(session)
  const parity = await parityOf(file)
  process.stdout.write(options.json ? `${JSON.stringify(plain(parity))}\n` : text(parity, file))
  if (parity.differences.length > 0) process.exitCode = EXIT.found
}

function plain(parity: Parity): Record<string, unknown> {
  const { header, lines, rows, differences, equity, notes } = parity
  return {
    agrees: differences.length === 0,
    mode: header.mode,
    strategy: header.strategy,
    rows,
    lines,
    differences: differences.map((it) => ({
      kind: it.kind,
      at: formatInstant(it.at),
      line: it.seq,
      symbol: it.symbol,
      what: it.what,
      reason: it.reason,
      cost: amount(it.costUnits),
      asset: it.costAsset,
    })),
    equity: { session: worth(equity.session), backtest: worth(equity.backtest) },
    notes,
  }
}

function text(parity: Parity, file: string): string {
  const { header, rows, lines, differences, equity, notes } = parity
  const head = [
    `  Journal  ${file}`,
    `  Run      ${header.mode} of ${header.strategy}, ${count(lines.session)} lines, ${count(rows)} rows`,
    ...notes.map((it) => `  Note     ${it}`),
    "",
  ]
  const end =
    differences.length === 0
      ? ["  The backtest of its tape decided, ordered and filled the same, line by line."]
      : [
          ...differences.map(lineOf),
          "",
          `  ${count(differences.length)} differences. Worth at the end: ${worth(equity.session)} ` +
            `in the session, ${worth(equity.backtest)} in the backtest, ${header.accountAsset}.`,
        ]
  return `\n${[...head, ...end].join("\n")}\n\n`
}

function lineOf(it: ParityDifference): string {
  const cost = it.costUnits === 0n ? "" : ` Cost ${amount(it.costUnits)} ${it.costAsset}.`
  return `  ${momentText(it.at)}  ${it.symbol} ${it.kind}, ${it.reason}: ${it.what}${cost}`
}

const amount = (units: bigint): string => formatUnits(units, ASSET_SCALE)

const worth = (units: bigint | undefined): string => (units === undefined ? "n/a" : amount(units))
