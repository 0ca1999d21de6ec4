import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { Command } from "commander"
import { Problem } from "../../value/problem.ts"
import { EXIT } from "./exit.ts"
import { whole } from "./option.ts"

/** The drill lies beside the program, not in it: it stands above all rooms and knows them all. */
const PROGRAM_FOLDER = fileURLToPath(new URL("../../../", import.meta.url))
const DRILL = path.join(PROGRAM_FOLDER, "drill", "run.ts")

interface Options {
  readonly worlds: number
  readonly seed: number
  readonly venue?: true
  readonly json?: true
}

/** `genesis drill`: the whole program in simulated worlds in which everything goes wrong. */
export function drillCommand(): Command {
  return new Command("drill")
    .description(
      "Play the program through simulated worlds in which everything goes wrong: lost and doubled " +
        "answers, crashes, wrong clocks, an exchange that refuses. Each world comes from its seed " +
        "alone, and is held to the same laws. Exits with 1 when a law was broken.",
    )
    .option("--worlds <n>", "how many worlds, of seeds from the first on", whole, 200)
    .option("--seed <n>", "seed of the first world", whole, 1)
    .option("--venue", "through the venue that trades for real, in the exchange's own protocol")
    .option("--json", "print one JSON object")
    .action(run)
}

async function run(options: Options): Promise<void> {
  if (!existsSync(DRILL)) {
    throw new Problem({
      code: "NOT_THERE",
      what: "The drill is not part of this installation.",
      why: `It should lie in ${DRILL}.`,
      next: "Use the program's own repository, where it belongs.",
    })
  }
  const { worlds, seed, venue, json } = options
  const args = [DRILL, "--worlds", String(worlds), "--seed", String(seed)]
  if (venue) args.push("--venue")
  if (json) args.push("--json")
  const child = spawn(process.execPath, args, { stdio: "inherit" })
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.on("error", reject)
    child.on("exit", (code) => resolve(code ?? EXIT.interrupted))
  })
}
