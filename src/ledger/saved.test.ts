import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { pack, unpack } from "./saved.ts"

const throughText = (value: unknown): unknown => unpack(JSON.parse(JSON.stringify(pack(value))))

describe("a saved ledger as text", () => {
  it("gives every amount back to the unit, and every number JSON has no word for", () => {
    const key = fc.string().filter((it) => it !== "__proto__" && it !== "n" && it !== "x")
    const { tree } = fc.letrec((tie) => ({
      leaf: fc.oneof(fc.bigInt(), fc.double({ noNaN: true }), fc.string(), fc.boolean()),
      tree: fc.oneof(
        { depthSize: "small" },
        tie("leaf"),
        fc.array(tie("tree")),
        fc.dictionary(key, tie("tree"), { noNullPrototype: true }),
      ),
    }))
    fc.assert(
      fc.property(
        tree.filter((it) => !Object.is(it, -0)),
        (value) => {
          expect(unpack(pack(value))).toEqual(value)
        },
      ),
    )
  })

  it("writes amounts and odd numbers as text with a key of their own", () => {
    const odd = { a: 1n, b: [Number.NaN, -Infinity, 2.5], c: "3", d: true, e: null }
    expect(pack(odd)).toEqual({
      a: { n: "1" },
      b: [{ x: "NaN" }, { x: "-Infinity" }, 2.5],
      c: "3",
      d: true,
      e: null,
    })
    expect(throughText(odd)).toEqual(odd)
  })

  it("takes nothing for an amount that has more to it, or that is no text", () => {
    const plain = [
      { n: "1", of: "BTC" },
      { of: "BTC", n: "1" },
      { x: "1", y: "2" },
      { n: 1 },
      { x: 1 },
      { n: ["1"] },
      {},
      { y: "1" },
      null,
    ]
    expect(throughText(plain)).toEqual(plain)
  })
})
