import * as fc from "fast-check"
import { expect, it } from "vitest"
import { instrumentOf } from "../../../../tests/support/instrument.ts"
import { SymbolTable } from "./symbol-table.ts"

const table = (names: readonly string[]): SymbolTable =>
  new SymbolTable(names.map((base, index) => instrumentOf({ index, base, quote: "" })))

function found(symbols: SymbolTable, name: string): number {
  const bytes = Buffer.from(`"${name}"`, "utf8")
  return symbols.find(bytes, 1, bytes.length - 1)
}

it("every symbol is found, and no other, of whatever script", () => {
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 300 }), fc.array(name), (names, others) => {
      const symbols = table(names)
      for (const [i, each] of names.entries()) expect(found(symbols, each)).toBe(i)
      for (const other of others) expect(found(symbols, other)).toBe(names.indexOf(other))
    }),
  )
})

it("streams are found by the symbol in small letters", () => {
  const symbols = table(["BTCUSDT", "这是测试币456"])
  expect(symbols.findStream("btcusdt@depth20@100ms")).toBe(0)
  expect(symbols.findStream("这是测试币456@depth5")).toBe(1)
  expect(symbols.findStream("ethusdt@depth5")).toBe(-1)
  expect(symbols.findStream("")).toBe(-1)
})
