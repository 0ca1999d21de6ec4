import { Problem } from "../../value/problem.ts"

const [ENTER, LINE_FEED, INTERRUPT, END, BACKSPACE, ERASE] = [
  "\r",
  "\n",
  "\u0003",
  "\u0004",
  "\u007f",
  "\b",
]

/** Asks on the terminal for what nobody may see: nothing of it is shown. */
export async function askHidden(question: string): Promise<string> {
  const { stdin, stderr } = process
  if (!stdin.isTTY) throw noTerminal()
  stderr.write(question)
  stdin.setRawMode(true)
  stdin.setEncoding("utf8")
  let text = ""
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const hear = (part: string): void => {
    for (const key of part) {
      if (key === INTERRUPT || key === END) reject(interrupted())
      else if (key === ENTER || key === LINE_FEED) resolve(text)
      else if (key === BACKSPACE || key === ERASE) text = text.slice(0, -1)
      else text += key
    }
  }
  stdin.on("data", hear)
  try {
    return await promise
  } finally {
    stdin.off("data", hear)
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write("\n")
  }
}

/** Everything on standard input, where it is not a terminal. */
export async function readInput(): Promise<string> {
  let text = ""
  process.stdin.setEncoding("utf8")
  for await (const part of process.stdin) {
    text += String(part)
    if (text.length > 65_536) break
  }
  return text
}

function noTerminal(): Problem {
  return new Problem({
    code: "NO_TERMINAL",
    what: "There is no terminal to ask on.",
    why: "What is secret is asked for without being shown, and nobody could type it here.",
    next: "Run it in a terminal, or set GENESIS_KEYS_PASSPHRASE for this one command.",
  })
}

function interrupted(): Problem {
  return new Problem({
    code: "INTERRUPTED",
    what: "Ended as asked.",
    why: "Nothing was typed to the end, so nothing was kept.",
    next: "Run it again when you like.",
  })
}
