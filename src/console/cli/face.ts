import { logFace } from "./paper-log.ts"
import type { Face, Link } from "./paper-run.ts"

/** The screen where a person sits before a terminal, else lines. */
export async function faceHere(wantsLines: boolean): Promise<(link: Link) => Face> {
  return wantsLines || !isOnTerminal() ? logFace : await screenFace()
}

/** A terminal that can be written to anywhere, with a person before it. */
function isOnTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY && process.env["TERM"] !== "dumb"
}

/** Loaded only where it is shown, for the size of what paints it. */
async function screenFace(): Promise<(link: Link) => Face> {
  // Before the library is loaded: its other mode is for those who write it, and slower by half.
  process.env["NODE_ENV"] ??= "production"
  const { Screen } = await import("../screen/show.ts")
  return (link) => new Screen(link)
}
