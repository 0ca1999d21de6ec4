import { Problem } from "../../value/problem.ts"
import { Ending } from "./ending.ts"
import { homePath } from "./home.ts"
import { jitterOf } from "./round-trip.ts"
import { screenKeys } from "./screen-keys.ts"
import { isOnTerminal } from "./terminal.ts"
import { keepYoungHeapSmall } from "./young-heap.ts"

/** A terminal that has not answered by then is not waited for: the first frame comes before. */
const PATIENCE_MS = 400

/**
 * Shows an engine on this terminal until the person leaves, and says what goes on without them.
 * @throws Problem `NO_TERMINAL`, `NOT_RUNNING`
 */
export async function showScreen(told: {
  readonly journal: string
  readonly account: string | undefined
}): Promise<void> {
  if (!isOnTerminal()) throw noTerminal()
  keepYoungHeapSmall()
  // Before the library is loaded: its other mode is for those who write it, and slower by half.
  process.env["NODE_ENV"] ??= "production"
  const { Screen } = await import("../screen/show.ts")
  const { Keyboard } = await import("../screen/shortcuts.ts")
  const { shortcuts, note } = await screenKeys(homePath(), process.env)
  const ending = new Ending()
  ending.begin()
  const { stdin: input, stdout: output } = process
  const jitter = jitterOf({
    input,
    output,
    clock: () => performance.now(),
    patienceMs: PATIENCE_MS,
  })
  const screen = await Screen.open({
    journal: told.journal,
    keyboard: new Keyboard(shortcuts),
    note,
    jitter,
    end: () => ending.end(),
    fail: (error) => ending.fail(error),
  })
  const seen = { engine: screen.engine }
  try {
    await ending.come
    seen.engine = screen.engine
  } finally {
    await screen.close()
  }
  process.stdout.write(`${parting(seen.engine, told.account)}\n`)
  ending.release()
}

function parting(
  { process, isUp }: { readonly process: number; readonly isUp: boolean },
  account: string | undefined,
): string {
  const name = account === undefined || account === "paper" ? "" : ` --name ${account}`
  if (!isUp) return `No engine was to be seen any more. "genesis status${name}" tells what stands.`
  return `The engine goes on without this screen, in process ${process}. "genesis screen${name}" shows it again, "genesis stop${name}" ends it.`
}

function noTerminal(): Problem {
  return new Problem({
    code: "NO_TERMINAL",
    what: "There is no terminal to show a screen on.",
    why: "Input or output is not a terminal, or it is one that cannot be written to anywhere.",
    next: '"genesis status" tells the same in lines; "genesis run" starts an engine that logs.',
  })
}
