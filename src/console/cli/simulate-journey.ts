import { Command } from "commander"
import { journey } from "../../session/journey/journey.ts"
import { whole } from "./option.ts"

/** `genesis simulate-journey`: an account through every tier, up and down, in seconds. */
export function simulateJourneyCommand(): Command {
  return new Command("simulate-journey")
    .description(
      "Tell the story of a made-up account from $500 to beyond $50,000 through every tier, and down " +
        "again by every trigger, judged by the real rules. It shows the rules and promises nothing.",
    )
    .option("--seed <n>", "seed of the story", whole, 1)
    .option("--json", "print one JSON object")
    .action(({ seed, json }: { readonly seed: number; readonly json?: true }) => {
      const lines = journey(seed)
      process.stdout.write(json ? `${JSON.stringify({ seed, lines })}\n` : `${lines.join("\n")}\n`)
    })
}
