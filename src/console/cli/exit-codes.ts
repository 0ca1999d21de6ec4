import { Command } from "commander"
import { EXIT } from "./exit.ts"

const MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: "done",
  world: "the world was in the way: a file, the disk, the network, the settings",
  usage: "the command line was not understood; nothing was begun",
  found: "a check ran to its end and found something",
  mistake: "a mistake in the program; a crash file tells where",
  interrupted: "interrupted",
}

const rows = (Object.keys(EXIT) as (keyof typeof EXIT)[]).map((name) => {
  return { code: EXIT[name], name, meaning: MEANINGS[name] }
})

/** `genesis exit-codes`, and by that `genesis help exit-codes`: what scripts may rely on. */
export function exitCodesCommand(): Command {
  const table = rows.map(({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`)
  return new Command("exit-codes")
    .description(`What the exit code of every command says:\n\n${table.join("\n")}`)
    .option("--json", "print a list of JSON objects")
    .action((options: { readonly json?: true }) => {
      const text = options.json ? JSON.stringify(rows) : `\n${table.join("\n")}\n`
      process.stdout.write(`${text}\n`)
    })
}
