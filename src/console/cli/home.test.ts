import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { Problem } from "../../value/problem.ts"
import { homeFolder } from "./home.ts"

describe("the home folder", () => {
  let scratch = ""
  beforeEach(() => {
    scratch = mkdtempSync(path.join(tmpdir(), "genesis-home-"))
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    rmSync(scratch, { recursive: true })
  })

  it("is made where GENESIS_HOME says, for its owner alone", () => {
    const wanted = path.join(scratch, "a", "b")
    vi.stubEnv("GENESIS_HOME", wanted)
    expect(homeFolder()).toBe(wanted)
    expect(statSync(wanted).mode & 0o777).toBe(0o700)
  })

  it("is refused calmly when a file is in the way", () => {
    const file = path.join(scratch, "file")
    writeFileSync(file, "")
    for (const wanted of [file, path.join(file, "below")]) {
      vi.stubEnv("GENESIS_HOME", wanted)
      expect(() => homeFolder()).toThrow(Problem)
      expect(() => homeFolder()).toThrow(expect.objectContaining({ code: "HOME_UNUSABLE" }))
    }
  })
})
