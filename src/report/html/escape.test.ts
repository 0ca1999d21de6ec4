import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { escaped, scriptJson } from "./escape.ts"

describe("text in a page", () => {
  it("is only text there, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(escaped(text)).not.toMatch(/[<>"']/)
      }),
    )
    expect(escaped(`a & "b" <i>`)).toBe("a &amp; &quot;b&quot; &lt;i&gt;")
  })

  it("inside of a script is the same value, and cannot end the script", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = scriptJson(value)
        expect(text).not.toMatch(/[<>&\u2028\u2029]/)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
    expect(scriptJson("</script><!--")).toBe(String.raw`"\u003c/script\u003e\u003c!--"`)
  })
})
