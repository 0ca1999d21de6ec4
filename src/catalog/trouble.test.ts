import { spawnSync } from "node:child_process"
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs"
import { appendFileSync, copyFileSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { describe, expect, it } from "vitest"
import { scratch } from "../../tests/contract/scratch.ts"
import { klines, manifestOf, text, trades, written } from "../../tests/support/market-files.ts"
import { Catalog } from "./catalog.ts"
import { CatalogLock } from "./lock.ts"

const CHILD = path.join(import.meta.dirname, "../../tests/support/import-child.ts")
const NOBODY = 65_534
const IS_ROOT = process.getuid?.() === 0

const at = scratch()

/** A catalog with a month of klines and some trades. */
async function begun(): Promise<{ catalog: Catalog; before: string; files: string[] }> {
  const files = [
    written(at("BTCUSDT-1m.csv"), text(klines({ rows: 500 }))),
    written(at("ETHUSDT-trades.csv"), text(trades({ rows: 400 }))),
  ]
  const catalog = await Catalog.open(at("catalog"))
  await catalog.import(files)
  return { catalog, before: manifestOf(at("catalog")), files }
}

const parquetIn = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((it) => it.endsWith(".parquet"))

describe("a catalog in trouble", () => {
  it("refuses a second import while one runs, and says who is at it", async () => {
    const { catalog, before } = await begun()
    const more = written(at("SOLUSDT-1m.csv"), text(klines({ rows: 50 })))
    const lock = CatalogLock.take(at("catalog"))
    const inUse = { code: "CATALOG_IN_USE", message: expect.stringContaining(`${process.pid}`) }
    await expect(catalog.import([more])).rejects.toMatchObject(inUse)
    const other = spawnSync(process.execPath, [CHILD, at("catalog"), more], { encoding: "utf8" })
    expect(JSON.parse(other.stdout)).toMatchObject({ code: "CATALOG_IN_USE" })
    expect(manifestOf(at("catalog"))).toBe(before)
    lock.release()
    expect((await catalog.import([more]))[0].outcome).toBe("imported")
    await catalog.close()
  })

  it("lets one of two imports that begin at once through, and loses nothing of it", async () => {
    const one = await Catalog.open(at("catalog"))
    const two = await Catalog.open(at("catalog"))
    const files = ["BTCUSDT", "ETHUSDT"].map((symbol, i) =>
      written(at(`${symbol}-1m.csv`), text(klines({ rows: 100, seed: i }))),
    )
    const ended = await Promise.allSettled([one.import([files[0]]), two.import([files[1]])])
    const codes = ended.map((it) => (it.status === "rejected" ? it.reason.code : "done"))
    expect(new Set(codes)).toEqual(new Set(["CATALOG_IN_USE", "done"]))
    expect(one.list()).toHaveLength(1)
    await one.close()
    await two.close()
  })

  it("can be read while an import runs", async () => {
    const { catalog } = await begun()
    const lock = CatalogLock.take(at("catalog"))
    expect((await catalog.load({ symbols: ["BTCUSDT"] })).length).toBe(1000)
    lock.release()
    await catalog.close()
  })

  it("refuses a list of a newer version, and one that is none", async () => {
    const { catalog, before } = await begun()
    await catalog.close()
    const list = path.join(at("catalog"), "manifest.json")
    for (const [content, code] of [
      [before.replace('"version": 1', '"version": 2'), "CATALOG_NEWER"],
      [before.slice(0, -20), "CATALOG_BROKEN"],
      ["{}", "CATALOG_BROKEN"],
    ]) {
      writeFileSync(list, content)
      await expect(Catalog.open(at("catalog"))).rejects.toMatchObject({ code })
      expect(manifestOf(at("catalog"))).toBe(content)
    }
  })

  it("refuses a folder where a file is in the way", async () => {
    const catalog = await Catalog.open(path.join(written(at("file"), ""), "catalog"))
    const file = written(at("BTCUSDT-1m.csv"), text(klines({ rows: 50 })))
    await expect(catalog.import([file])).rejects.toMatchObject({ code: "CATALOG_BROKEN" })
  })

  it("refuses a read-only folder and leaves it as it was", () => {
    // Root may write anywhere, so that another user has to try.
    const file = written(at("BTCUSDT-1m.csv"), text(klines({ rows: 50 })))
    mkdirSync(at("catalog"))
    chmodSync(path.dirname(at("catalog")), 0o755)
    chmodSync(at("catalog"), 0o555)
    const tried = spawnSync(process.execPath, [CHILD, at("catalog"), file], {
      encoding: "utf8",
      ...(IS_ROOT ? { uid: NOBODY, gid: NOBODY } : {}),
    })
    expect(JSON.parse(tried.stdout)).toMatchObject({ code: "NOT_PERMITTED" })
    expect(readdirSync(at("catalog"))).toEqual([])
    chmodSync(at("catalog"), 0o755)
  })
})

describe.skipIf(!existsSync("/dev/full"))("a disk that is full (needs /dev/full)", () => {
  /** Imports with a way into the full disk laid under what is written, once reading has begun. */
  async function importing(lay: (staging: string) => void): Promise<unknown> {
    const { catalog, before } = await begun()
    const file = written(at("SOLUSDT-1m.csv"), text(klines({ rows: 300 })))
    let isLaid = false
    const failed = await catalog
      .import([file], {
        onProgress: () => {
          if (!isLaid) lay(path.join(at("catalog"), `.import-${process.pid}`))
          isLaid = true
        },
      })
      .then(
        () => undefined,
        (error: unknown) => error,
      )
    expect(manifestOf(at("catalog"))).toBe(before)
    expect(await catalog.check()).toMatchObject({ damaged: [] })
    expect(parquetIn(at("catalog"))).toHaveLength(2)
    expect((await catalog.import([file]))[0].outcome).toBe("imported")
    await catalog.close()
    return failed
  }

  it("leaves the catalog as it was when the data do not fit", async () => {
    // The name of the only file of this import, found by making it once.
    const twin = await Catalog.open(at("twin"))
    await twin.import([written(at("SOLUSDT-1m.csv"), text(klines({ rows: 300 })))])
    await twin.close()
    const name = path.basename(parquetIn(at("twin"))[0])
    const failed = await importing((staging) =>
      symlinkSync("/dev/full", path.join(staging, `0-${name}`)),
    )
    expect(failed).toMatchObject({ code: "DISK_FULL" })
  })

  it("leaves the catalog as it was when the list does not fit", async () => {
    const failed = await importing(() =>
      symlinkSync("/dev/full", path.join(at("catalog"), "manifest.json.new")),
    )
    expect(failed).toMatchObject({ code: "DISK_FULL" })
  })
})

describe("genesis data check", () => {
  it.each<[string, (file: string) => void, RegExp]>([
    ["cut short", (file) => writeFileSync(file, "PAR1"), /bytes instead of/],
    ["longer", (file) => appendFileSync(file, "more"), /bytes instead of/],
    ["gone", (file) => rmSync(file), /gone/],
    [
      "changed",
      (file) => {
        const bytes = Buffer.alloc(1, 0xee)
        copyFileSync(file, `${file}.old`)
        writeFileSync(file, bytes, { flag: "r+" })
      },
      /content was changed/,
    ],
  ])("finds a file that is %s, and its source brings it back", async (_, harm, reason) => {
    const { catalog, files } = await begun()
    const [own] = parquetIn(at("catalog")).filter((it) => it.includes("BTCUSDT"))
    harm(path.join(at("catalog"), own))
    const report = await catalog.check()
    expect(report.damaged).toMatchObject([
      { path: own, reason: expect.stringMatching(reason) as unknown, from: files[0] },
    ])
    expect(catalog.list().map(({ symbol }) => symbol)).toEqual(["ETHUSDT"])
    expect((await catalog.check()).damaged).toEqual([])
    const again = await catalog.import(files)
    expect(again.map(({ outcome }) => outcome)).toEqual(["imported", "known"])
    expect(await catalog.check()).toMatchObject({ damaged: [], parts: 2, rows: 900 })
    expect((await catalog.load({ symbols: ["BTCUSDT"] })).length).toBe(1000)
    await catalog.close()
  })

  it("is what a load that meets a damaged file asks for", async () => {
    const { catalog } = await begun()
    for (const own of parquetIn(at("catalog"))) writeFileSync(path.join(at("catalog"), own), "x")
    await expect(catalog.load({ symbols: ["BTCUSDT"] })).rejects.toMatchObject({
      code: "CATALOG_DAMAGED",
      next: expect.stringContaining("genesis data check") as unknown,
    })
    await catalog.close()
  })

  it("finds nothing in a whole catalog, and nothing in none", async () => {
    const { catalog } = await begun()
    expect(await catalog.check()).toMatchObject({ parts: 2, rows: 900, damaged: [], removed: [] })
    await catalog.close()
    const none = await Catalog.open(at("none"))
    expect(await none.check()).toMatchObject({ parts: 0, damaged: [] })
    await none.close()
  })
})
