import { Command } from "commander"
import { ControlClient } from "../../control/client/client.ts"
import { journalFile, type JournalOptions, withJournal } from "./journal-option.ts"
import { type JsonOption, printCaused, withJson } from "./json-option.ts"
import { notRunning } from "./not-running.ts"
import { tellStrategies } from "./strategies.ts"

type Options = JournalOptions & JsonOption

/** `genesis strategy`: what there is, and whether that of a running session may enter. */
export function strategyCommand(): Command {
  return new Command("strategy")
    .description("Show the built-in strategies, and stop or start that of a running session.")
    .addCommand(
      withJson(new Command("list"))
        .description("List the built-in strategies.")
        .action((options: JsonOption) => tellStrategies(undefined, options)),
    )
    .addCommand(
      withJson(new Command("show"))
        .description("Show one of them with all that can be set about it.")
        .argument("<name>", "which strategy")
        .action((name: string, options: JsonOption) => tellStrategies(name, options)),
    )
    .addCommand(
      order("stop", "Let the strategy of a session enter nothing more. Its stops and exits go on."),
    )
    .addCommand(
      order("start", "Let the strategy of a session enter again, as far as every rule lets it."),
    )
}

function order(act: "start" | "stop", says: string): Command {
  return withJson(withJournal(new Command(act)))
    .description(says)
    .argument("[reason...]", "why, for the journal")
    .action(async (words: readonly string[], options: Options) => {
      const file = journalFile(options)
      const reason = words.join(" ").slice(0, 200) || "by hand"
      const caused = await new ControlClient(file).strategy(act, reason)
      if (caused === undefined) throw notRunning(file, "Its strategy enters nothing, either.")
      printCaused(options, caused)
    })
}
