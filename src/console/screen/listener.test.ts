import { cleanup, render } from "ink-testing-library"
import { createElement } from "react"
import { afterEach, expect, it } from "vitest"
import type { Key } from "./keys.ts"
import { Listener } from "./listener.ts"
import { Keyboard } from "./shortcuts.ts"

afterEach(cleanup)

function heard() {
  const keys: Key[] = []
  const { meaningOf } = new Keyboard()
  const terminal = render(createElement(Listener, { meaningOf, onKey: (key) => keys.push(key) }))
  return { keys, terminal }
}

it("hands keys on: words that come in one piece, keys that write nothing, pastes whole, and function keys (UI-23)", async () => {
  const { keys, terminal } = heard()
  // Ink begins to listen once React has run its effects.
  await new Promise((resolve) => setImmediate(resolve))
  terminal.stdin.write("halt\r")
  terminal.stdin.write("\u001b[A")
  terminal.stdin.write("\u001b[200~halt\nquit\n\u001b[201~")
  terminal.stdin.write("\u0003")
  terminal.stdin.write("\u001bOQ")
  terminal.stdin.write("\u001b[24~")
  expect(keys).toEqual([
    { kind: "text", text: "halt" },
    { kind: "enter" },
    { kind: "up" },
    { kind: "paste", text: "halt\nquit\n" },
    { kind: "interrupt" },
    { kind: "function", number: 2 },
    { kind: "function", number: 12 },
  ])
})
