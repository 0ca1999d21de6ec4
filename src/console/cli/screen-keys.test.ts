import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { USUAL_SHORTCUTS } from "../../session/shortcuts.ts"
import { screenKeys } from "./screen-keys.ts"

let home = ""
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "genesis-keys-"))
})
afterEach(() => {
  rmSync(home, { recursive: true })
})

const write = (text: string): void => writeFileSync(path.join(home, "genesis.yaml"), text)

describe("the keys of a screen (UI-23)", () => {
  it("are the usual ones where nothing is said", async () => {
    expect(await screenKeys(home, {})).toEqual({ shortcuts: USUAL_SHORTCUTS, note: "" })
    // Nothing but the keys is looked at: what else is wrong there is told by the engine.
    write("# shortcuts: { risk: f3 }\nseed: many\n")
    expect(await screenKeys(home, {})).toEqual({ shortcuts: USUAL_SHORTCUTS, note: "" })
  })

  it("come from the file and from the environment", async () => {
    write("shortcuts: { risk: f3, performance: f2 }\n")
    expect((await screenKeys(home, {})).shortcuts.risk).toBe("f3")
    expect((await screenKeys(home, { GENESIS_SHORTCUTS_RISK: "f11" })).shortcuts.risk).toBe("f11")
  })

  it("are the usual ones where the settings cannot be used, and the note says why", async () => {
    write("shortcuts: { risk: ctrl+c }\n")
    const { shortcuts, note } = await screenKeys(home, {})
    expect(shortcuts).toEqual(USUAL_SHORTCUTS)
    expect(note).toMatch(/^The usual keys hold\. .*line 1: shortcuts\.risk/)
  })
})
