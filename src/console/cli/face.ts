import { ControlClient } from "../../control/client/client.ts"
import { startEngine } from "./engine-start.ts"
import { showScreen } from "./screen-show.ts"

/** What is told to an engine that is started. */
export interface Provision {
  readonly more: readonly string[]
  /** Given to it and to nobody else, on its standard input. */
  readonly secret?: string
}

/**
 * Shows the engine of an account on this terminal: the one that runs, or one that is started for it
 * and goes on when the screen is left.
 */
export async function attend(told: {
  readonly home: string
  readonly account: string
  readonly journal: string
  readonly mode: "paper" | "live"
  /** What was given on the command line. */
  readonly given: readonly string[]
  /** What an engine that is started here needs beside; not asked for where one runs. */
  readonly provide: () => Promise<Provision>
}): Promise<void> {
  const { journal, account, mode, given } = told
  const status = await new ControlClient(journal).status()
  // Beginning anew is refused while an engine runs: it says so itself.
  if (status === undefined || given.includes("--fresh")) {
    const { more, ...secret } = await told.provide()
    const args = [mode, ...given, ...more]
    if ((await startEngine({ ...told, ...secret, args })) === "failed") return
  } else if (given.some((it) => it !== "--name" && it !== account)) {
    process.stderr.write(
      `The engine of "${account}" runs already, in process ${status.process}: what was given on the command line changes nothing in it.\n`,
    )
  }
  await showScreen({ journal, account })
}

/** What stands behind a command on the command line of this process, to be handed on. */
export function argsBehind(name: string): readonly string[] {
  const given = process.argv.slice(2)
  return given[0] === name ? given.slice(1) : given
}
