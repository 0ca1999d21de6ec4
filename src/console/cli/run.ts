import { Command } from "commander"
import { liveService } from "./live.ts"
import { paperService } from "./paper.ts"

/** `genesis run`: an engine as a service, without a screen. */
export function runCommand(): Command {
  return new Command("run")
    .description(
      "Run an engine as a service: no screen, calm log lines, until it is stopped. Screens and other " +
        "commands reach it over the control API.",
    )
    .addCommand(paperService(), { isDefault: true })
    .addCommand(liveService())
    .addHelpText(
      "after",
      '\nExits with 0 when it was ended as asked ("genesis stop", Ctrl+C, SIGTERM), with 1 when it could not\n' +
        "start or go on.\n",
    )
}
