import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { writeFirstSettings } from "./first-settings.ts"
import { settingsFile } from "./settings-file.ts"
import { readSettings } from "./settings.ts"

const FIRST = { capital: "750", serverMonthly: "5", taxMethod: "hifo", payInBnb: true }

let home = ""
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-setup-"))
})
afterEach(() => rmSync(home, { recursive: true }))

describe("the first settings", () => {
  it("are read back as they were given, with a remark on everything", () => {
    const file = writeFirstSettings(home, FIRST, { isReplacing: false })
    expect(readSettings(home, {})).toMatchObject({
      capital: "750",
      costs: { serverMonthly: "5" },
      fees: { payInBnb: true },
      tax: { method: "hifo" },
    })
    expect(readFileSync(file, "utf8").match(/^ *#/gm)?.length).toBeGreaterThan(8)
    expect(readdirSync(home)).toEqual([path.basename(file)])
  })

  it("never take the place of a file that somebody wrote, without being asked to", () => {
    const file = settingsFile(home)
    writeFileSync(file, 'capital: "123"\n')
    const write = (isReplacing: boolean) => writeFirstSettings(home, FIRST, { isReplacing })
    expect(() => write(false)).toThrow(expect.objectContaining({ code: "SETTINGS_THERE" }))
    expect(readFileSync(file, "utf8")).toBe('capital: "123"\n')
    write(true)
    expect(readSettings(home, {}).capital).toBe("750")
  })

  it("are refused before anything is written when they could not be read", () => {
    const wrong = { ...FIRST, capital: "a lot" }
    expect(() => writeFirstSettings(home, wrong, { isReplacing: false })).toThrow(
      expect.objectContaining({ code: "SETTINGS_REFUSED" }),
    )
    expect(readdirSync(home)).toEqual([])
  })
})
