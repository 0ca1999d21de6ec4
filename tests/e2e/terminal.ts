import { execFileSync, spawnSync } from "node:child_process"
import path from "node:path"
import { ENVIRONMENT } from "../support/environment.ts"

const LAUNCHER = path.join(import.meta.dirname, "../../bin/genesis")
const POLL_MS = 50
const DEADLINE_MS = 90_000

/** Whether this machine has what a {@link Terminal} is made of. */
export const HAS_TMUX = spawnSync("tmux", ["-V"]).status === 0

/**
 * A real terminal, 80 columns wide and 24 rows high, with a shell in it that knows `genesis`, and notes
 * the number of its process in the home folder.
 */
export class Terminal {
  readonly #socket: string

  /** @param variables for the shell, beside the ones it needs */
  constructor(variables: Readonly<Record<string, string>>) {
    this.#socket = `genesis-test-${process.pid}-${Math.floor(performance.now() * 1000)}`
    const size = ["-x", "80", "-y", "24"]
    const shell = ["env", "-i", ...pairs({ ...ENVIRONMENT, ...variables }), "PS1=$ ", "sh", "-i"]
    this.#tmux("-f", "/dev/null", "new-session", "-d", ...size, ...shell)
    const noted = `sh -c 'echo $$ > "$GENESIS_HOME/pid"; exec "$@"' -`
    this.type(`genesis() { ${noted} "${process.execPath}" "${LAUNCHER}" "$@"; }; clear`, "Enter")
  }

  /** What stands on it now. */
  get text(): string {
    return this.#tmux("capture-pane", "-p")
  }

  /** The same, with the escape sequences of its colours. */
  get styledText(): string {
    return this.#tmux("capture-pane", "-p", "-e")
  }

  /** Presses keys, as tmux names them; other texts are typed. */
  type(...keys: readonly string[]): void {
    this.#tmux("send-keys", ...keys)
  }

  /** Text from the clipboard, the way terminals tell it apart from typing. */
  paste(text: string): void {
    this.#tmux("set-buffer", text)
    this.#tmux("paste-buffer", "-p")
  }

  resize(columns: number, rows: number): void {
    this.#tmux("resize-window", "-x", `${columns}`, "-y", `${rows}`)
  }

  /** Waits until it shows something, and returns all it shows then. */
  async shows(what: RegExp): Promise<string> {
    const deadline = performance.now() + DEADLINE_MS
    for (;;) {
      const { text } = this
      if (what.test(text)) return text
      if (performance.now() > deadline) throw new Error(`No ${what} in time, but this:\n${text}`)
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  }

  close(): void {
    this.#tmux("kill-server")
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync("tmux", ["-L", this.#socket, ...args], { encoding: "utf8" })
  }
}

function pairs(variables: Readonly<Record<string, string>>): readonly string[] {
  const all = { TERM: "screen-256color", LANG: "C.UTF-8", ...variables }
  return Object.entries(all).map((pair) => pair.join("="))
}
