import { cleanup, render } from "ink-testing-library"
import { createElement } from "react"
import { afterEach, expect, it } from "vitest"
import { Canvas } from "./canvas.ts"
import type { Key } from "./keys.ts"
import { EMPTY, line, span } from "./line.ts"

afterEach(cleanup)

function shown() {
  const keys: Key[] = []
  const lines = [line("above", "dim"), EMPTY, line(""), [span("a", "name"), span("b", "cursor")]]
  const canvas = render(
    createElement(Canvas, { lines, isColoured: true, onKey: (key) => keys.push(key) }),
  )
  return { keys, canvas }
}

it("paints every line, empty ones too", () => {
  expect(shown().canvas.lastFrame()).toBe("above\n\n\nab")
})

it("hands keys on: words that come in one piece, keys that write nothing, and pastes whole", async () => {
  const { keys, canvas } = shown()
  // Ink begins to listen once React has run its effects.
  await new Promise((resolve) => setImmediate(resolve))
  canvas.stdin.write("halt\r")
  canvas.stdin.write("\u001b[A")
  canvas.stdin.write("\u001b[200~halt\nquit\n\u001b[201~")
  canvas.stdin.write("\u0003")
  expect(keys).toEqual([
    { kind: "text", text: "halt" },
    { kind: "enter" },
    { kind: "up" },
    { kind: "paste", text: "halt\nquit\n" },
    { kind: "interrupt" },
  ])
})
