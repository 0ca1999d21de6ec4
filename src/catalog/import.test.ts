import { readdirSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { scratch } from "../../tests/contract/scratch.ts"
import {
  klines,
  manifestOf,
  text,
  trades,
  written,
  zipped,
} from "../../tests/support/market-files.ts"
import { Catalog } from "./catalog.ts"
import type { FileReport } from "./import-report.ts"

const at = scratch()

async function importing(paths: readonly string[], symbol?: string): Promise<FileReport[]> {
  const catalog = await Catalog.open(at("catalog"))
  try {
    return await catalog.import(paths, { symbol })
  } finally {
    await catalog.close()
  }
}

async function holdings(): Promise<string[]> {
  const catalog = await Catalog.open(at("catalog"))
  return catalog.list().map(({ symbol, kind, rows }) => `${symbol} ${kind} ${rows}`)
}

const outcomes = (reports: readonly FileReport[]): string[] =>
  reports.map(({ outcome, problem }) => problem?.code ?? outcome)

describe("importing into the catalog", () => {
  it("changes nothing when the same file comes twice, under whatever name", async () => {
    const lines = text(klines({ rows: 300 }))
    const file = written(at("BTCUSDT-1m-2023-01.csv"), lines)
    expect(outcomes(await importing([file]))).toEqual(["imported"])
    const before = manifestOf(at("catalog"))
    const other = written(at("copy/BTCUSDT-1m-again.csv"), lines)
    const again = await importing([file, other])
    expect(outcomes(again)).toEqual(["known", "known"])
    expect(again[1].notes).toEqual(["It is in the catalog as BTCUSDT."])
    expect(manifestOf(at("catalog"))).toBe(before)
  })

  it("takes a file once that is named twice", async () => {
    const file = written(at("BTCUSDT-1m-2023-01.csv"), text(klines({ rows: 30 })))
    expect(outcomes(await importing([file, file]))).toEqual(["imported", "known"])
    expect(await holdings()).toEqual(["BTCUSDT bars 30"])
  })

  it("takes of overlapping files only what is new, in one import and over several", async () => {
    const spans = [
      { rows: 100, first: 0 },
      { rows: 100, first: 60 },
      { rows: 300, first: 30 },
    ]
    const [a, b, c] = spans.map((span, i) => written(at(`${i}/BTCUSDT-1m.csv`), text(klines(span))))
    const first = await importing([a, b])
    expect(first[1].held[0].findings).toMatchObject({ rows: 100, kept: 60, duplicates: 40 })
    const second = await importing([c])
    expect(second[0].held[0].findings).toMatchObject({ rows: 300, kept: 170, duplicates: 130 })
    expect(await holdings()).toEqual(["BTCUSDT bars 330"])
  })

  it("keeps what came first where a later file says otherwise, and counts it", async () => {
    const a = written(at("a/BTCUSDT-1m.csv"), text(klines({ rows: 50, seed: 1 })))
    const b = written(at("b/BTCUSDT-1m.csv"), text(klines({ rows: 60, seed: 2 })))
    const reports = await importing([a, b])
    expect(reports[1].held[0].findings).toMatchObject({ conflicts: 50, duplicates: 0, kept: 10 })
  })

  it("takes several symbols and kinds, files and folders, at once", async () => {
    written(at("files/BTCUSDT-1m-2023-01.csv"), text(klines({ rows: 40 })))
    written(at("files/deep/ETHUSDT-1m-2023-01.csv"), text(klines({ rows: 30, seed: 2 })))
    written(at("files/notes.txt"), "not data")
    const more = written(at("BTCUSDT-trades-2023-01-01.csv"), text(trades({ rows: 20 })))
    expect(outcomes(await importing([at("files"), more]))).toEqual(Array(3).fill("imported"))
    expect(await holdings()).toEqual(["BTCUSDT bars 40", "BTCUSDT trades 20", "ETHUSDT bars 30"])
  })

  it("splits a file by month, and reads it back whole", async () => {
    const file = written(at("BTCUSDT-1m.csv"), text(klines({ rows: 3 * 44_640 })))
    await importing([file])
    const catalog = await Catalog.open(at("catalog"))
    const [holding] = catalog.show("BTCUSDT")
    expect(holding.months.map(({ month, missing }) => [month, missing])).toEqual(
      ["2023-01", "2023-02", "2023-03", "2023-04"].map((month) => [month, 0]),
    )
    expect((await catalog.load({ symbols: ["btcusdt"] })).length).toBe(2 * 3 * 44_640)
    await catalog.close()
  })

  it("reads plain, gz and zip, milliseconds and microseconds, header or not, as the same", async () => {
    const header =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n"
    const milli = text(klines({ rows: 60 }))
    const micro = text(klines({ rows: 60, isMicro: true }))
    const name = "BTCUSDT-1m-2023-01"
    const files = [
      written(at(`${name}.csv`), milli),
      written(at(`gz/${name}.csv.gz`), gzipSync(milli)),
      written(at(`zip/${name}.zip`), zipped(`${name}.csv`, milli)),
      written(at(`micro/${name}.csv`), micro),
      written(at(`header/${name}.csv`), `${header}${milli}`),
    ]
    const reports = await importing(files)
    expect(reports.map(({ held }) => held[0].findings.kept)).toEqual([60, 0, 0, 0, 0])
    expect(reports.map(({ held }) => held[0].findings.conflicts)).toEqual(Array(5).fill(0))
  })

  it("reports gaps, duplicates, disorder and absurd prices, and what it left out", async () => {
    const lines = klines({ rows: 100 })
    const bars = [...lines.slice(0, 40), ...lines.slice(50)]
    bars.splice(20, 0, bars[10])
    ;[bars[60], bars[61]] = [bars[61], bars[60]]
    const prints = trades({ rows: 50 })
    prints[25] = prints[25].replace(/^(\d+),[\d.]+,/, "$1,99999.99,")
    const reports = await importing([
      written(at("BTCUSDT-1m.csv"), text(bars)),
      written(at("BTCUSDT-trades.csv"), text(prints)),
    ])
    expect(reports[0].held[0].findings).toMatchObject({
      rows: 91,
      kept: 90,
      gaps: 1,
      missing: 10,
      duplicates: 1,
      disorder: 2,
    })
    expect(reports[1].held[0].findings).toMatchObject({ absurd: 1, kept: 49 })
  })

  it("takes a symbol that no file says, and refuses one that the file contradicts", async () => {
    const nameless = written(at("data.csv"), text(klines({ rows: 30 })))
    expect(outcomes(await importing([nameless]))).toEqual(["SYMBOL_UNKNOWN"])
    expect(outcomes(await importing([nameless], "BTCUSDT"))).toEqual(["imported"])
    const named = written(at("ETHUSDT-1m.csv"), text(klines({ rows: 30, seed: 2 })))
    expect(outcomes(await importing([named], "BTCUSDT"))).toEqual(["OTHER_SYMBOL"])
  })
})

describe("a file that is not what it claims", () => {
  const good = text(klines({ rows: 2_000 }))
  const spoiled = (change: (fields: string[]) => void, row = 1_500): string => {
    const lines = klines({ rows: 2_000 })
    const fields = lines[row].split(",")
    change(fields)
    lines[row] = fields.join(",")
    return text(lines)
  }
  const zip = zipped("BTCUSDT-1m-2023-01.csv", good)
  const gz = gzipSync(good)
  const bent = Buffer.from(zip)
  bent[bent.lastIndexOf("PK\x01\x02") + 16] ^= 0xff
  const random = Buffer.from(Array.from({ length: 5_000 }, (_, i) => (i * i * 31 + 7) % 251))

  it.each<[string, string, string | Buffer, string]>([
    ["a truncated zip", "BTCUSDT-1m.zip", zip.subarray(0, zip.length >> 1), "FILE_TRUNCATED"],
    ["a zip whose checksum does not agree", "BTCUSDT-1m.zip", bent, "FILE_TRUNCATED"],
    ["a truncated gz", "BTCUSDT-1m.csv.gz", gz.subarray(0, gz.length >> 1), "FILE_TRUNCATED"],
    ["an empty file", "BTCUSDT-1m.csv", "", "FILE_EMPTY"],
    ["a zip of an empty file", "BTCUSDT-1m.zip", zipped("BTCUSDT-1m.csv", ""), "FILE_EMPTY"],
    ["a header alone", "BTCUSDT-1m.csv", "open_time,open,high,low,close,volume\n", "FILE_EMPTY"],
    ["a binary file", "BTCUSDT-1m.csv", random, "NOT_WHAT_IT_CLAIMS"],
    ["a binary file without a claim", "BTCUSDT.bin", random, "FORMAT_UNKNOWN"],
    [
      "klines with trades in them",
      "BTCUSDT-1m.csv",
      text(trades({ rows: 50 })),
      "NOT_WHAT_IT_CLAIMS",
    ],
    ["trades with klines in them", "BTCUSDT-trades.csv", good, "NOT_WHAT_IT_CLAIMS"],
    ["bars of another length", "BTCUSDT-5m.csv", good, "NOT_WHAT_IT_CLAIMS"],
    [
      "a row with too few columns",
      "BTCUSDT-1m.csv",
      spoiled((it) => it.splice(3, 1)),
      "ROW_BROKEN",
    ],
    ["a row with too many columns", "BTCUSDT-1m.csv", spoiled((it) => it.push("1")), "ROW_BROKEN"],
    ["a negative price", "BTCUSDT-1m.csv", spoiled((it) => (it[4] = `-${it[4]}`)), "ROW_BROKEN"],
    ["a price of zero", "BTCUSDT-1m.csv", spoiled((it) => (it[3] = "0.0")), "ROW_BROKEN"],
    ["a price that is no number", "BTCUSDT-1m.csv", spoiled((it) => (it[1] = "NaN")), "ROW_BROKEN"],
    ["a high below the low", "BTCUSDT-1m.csv", spoiled((it) => (it[2] = "1.0")), "ROW_BROKEN"],
    [
      "a close before the open",
      "BTCUSDT-1m.csv",
      spoiled((it) => (it[6] = "1600000000000")),
      "ROW_BROKEN",
    ],
    [
      "a negative price in the first row",
      "BTCUSDT-1m.csv",
      spoiled((it) => (it[1] = "-1"), 0),
      "ROW_BROKEN",
    ],
  ])("is refused: %s; the others are imported", async (_, name, content, code) => {
    const bad = written(at(`bad/${name}`), content)
    const fine = written(at("ETHUSDT-1m.csv"), text(klines({ rows: 20 })))
    const reports = await importing([bad, fine])
    expect(outcomes(reports)).toEqual([code, "imported"])
    expect(reports[0].held).toEqual([])
    const problem = reports[0].problem
    expect(problem?.message).toContain(name)
    for (const words of [problem?.why, problem?.next]) expect(words).toMatch(/^[A-Z].*\.$/)
    expect(await holdings()).toEqual(["ETHUSDT bars 20"])
    const left = readdirSync(at("catalog"), { recursive: true }) as string[]
    expect(left.filter((it) => it.endsWith(".parquet"))).toHaveLength(1)
    expect(left.filter((it) => it.includes(".import-"))).toEqual([])
  })

  it("is refused when it is not there; a folder without data refuses the import", async () => {
    expect(outcomes(await importing([at("nowhere.csv")]))).toEqual(["NOT_THERE"])
    written(at("empty/readme.txt"), "")
    await expect(importing([at("empty")])).rejects.toMatchObject({ code: "NO_DATA" })
  })

  it("leaves nothing, though a million rows of it were good and written already", async () => {
    const rows = Array.from({ length: 1_100_000 }, (_, i) => `${i},5.5,1,1,${1.7e12 + i},True,True`)
    const broken = `${text(rows)}1100000,-5,1,1,1710000000000,True,True\n`
    const file = written(at("BTCUSDT-trades.csv"), broken)
    expect(outcomes(await importing([file]))).toEqual(["ROW_BROKEN"])
    const left = readdirSync(at("catalog"), { recursive: true }) as string[]
    expect(left.filter((it) => it !== "lock")).toEqual([])
  })
})
