import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { beforeAll, describe, expect, it } from "vitest"
import { COMMANDS } from "./commands.ts"
import { completionScript } from "./completion-scripts.ts"
import { type Completed, completionTree, everyCommand } from "./completion-tree.ts"
import { exampleText } from "./examples.ts"

let tree: Completed
beforeAll(async () => {
  tree = await completionTree(COMMANDS)
})

const BASH = "/bin/bash"

describe.skipIf(!existsSync(BASH))("completion in bash (needs /bin/bash)", () => {
  /** What bash offers for a line that ends where the cursor stands. */
  function offered(...words: readonly string[]): readonly string[] {
    const line = ["genesis", ...words].map((it) => `'${it}'`).join(" ")
    const script = `${completionScript("bash", tree)}
COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _genesis; printf '%s\\n' "\${COMPREPLY[@]}"`
    const { stdout, stderr } = spawnSync(BASH, ["--norc", "-c", script], { encoding: "utf8" })
    expect(stderr).toBe("")
    return stdout.split("\n").filter((it) => it !== "")
  }

  it("knows commands, commands below commands, options and their values", () => {
    expect(offered("rep")).toEqual(["report", "replay"])
    expect(offered("data", "im")).toEqual(["import"])
    expect(offered("export", "tr")).toEqual(["trades"])
    expect(offered("export", "trades", "--me")).toEqual(["--method"])
    expect(offered("export", "trades", "--method", "")).toEqual(["fifo", "lifo", "hifo"])
    expect(offered("completion", "")).toEqual(expect.arrayContaining(["bash", "zsh", "fish"]))
  })

  it("offers files where a file is to be named, and only there", () => {
    expect(offered("report", "--html", "package.js")).toEqual(["package.json"])
    expect(offered("tax", "package.js")).toEqual([])
  })

  it("offers nothing for what is not known", () => {
    expect(offered("nonsense-that-nobody-types")).toEqual([])
  })
})

describe("completion scripts", () => {
  it.each(["bash", "zsh", "fish"] as const)(
    "of %s name every command and every option",
    (shell) => {
      const script = completionScript(shell, tree)
      for (const { path, options } of everyCommand(tree)) {
        for (const word of path) expect(script).toContain(word)
        for (const { flag } of options) {
          expect(script).toContain(shell === "fish" ? `-l ${flag.slice(2)}` : flag)
        }
      }
    },
  )
})

describe("examples", () => {
  it("are there for every command, and name only what there is", () => {
    const known = new Map(everyCommand(tree).map((it) => [it.path.join(" "), it]))
    for (const { name: command } of COMMANDS) {
      const examples = exampleText(command).match(/^ {2}genesis.*$/gm) ?? []
      expect(examples, command).not.toEqual([])
      for (const line of examples.map((it) => it.trim())) {
        const [program, first = "start", second = ""] = line.split(" ")
        expect(program).toBe("genesis")
        expect(first).toBe(command)
        const at = known.get(`${first} ${second}`) ?? known.get(first)
        const flags = at?.options.map(({ flag }) => flag) ?? []
        const above = known.get(first)?.options.map(({ flag }) => flag) ?? []
        for (const flag of line.match(/--[a-z-]+/g) ?? []) {
          expect([...flags, ...above], line).toContain(flag)
        }
      }
    }
  })
})
