import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { pathToFileURL } from "node:url"
import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { candlesOf } from "../../src/report/candle/candles.ts"
import { chronicleOf } from "../../src/report/chronicle/chronicle.ts"
import { reportPage } from "../../src/report/html/page.ts"
import { wholePeriod } from "../../src/report/tear-sheet/period.ts"
import { tearSheet } from "../../src/report/tear-sheet/tear-sheet.ts"
import { reportAssets } from "../../src/session/report-assets.ts"
import { minutes } from "../../src/value/time.ts"
import { hasBrowser, openBrowser } from "../support/browser.ts"
import { smallRun } from "../support/small-run.ts"

const EVIL = `</script><script>document.title = "taken over"</script><img src="http://x.invalid/a.png">`

describe.skipIf(!hasBrowser)("a report page in Chromium (needs /usr/bin/chromium)", () => {
  let folder = ""
  let address = ""
  let browser: Browser

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "genesis-page-"))
    const file = path.join(folder, "report.html")
    writeFileSync(file, await smallPage())
    address = pathToFileURL(file).href
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })

  /** Opens the page, does something with it, and returns what went wrong or out meanwhile. */
  async function seen(
    how: { readonly width?: number; readonly scheme?: "light" | "dark"; readonly print?: true },
    work: (page: Page) => Promise<void>,
  ): Promise<readonly string[]> {
    const { width = 1200, scheme = "light" } = how
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme })
    const troubles: string[] = []
    page.on("console", (it) => troubles.push(`console: ${it.text()}`))
    page.on("pageerror", (it) => troubles.push(`error: ${it.message}`))
    page.on("request", (it) => {
      if (it.url() !== address) troubles.push(`request: ${it.url()}`)
    })
    await page.goto(address)
    if (how.print) await page.emulateMedia({ media: "print" })
    await work(page)
    await page.close()
    return troubles
  }

  const widthOf = (page: Page) => page.evaluate("document.documentElement.scrollWidth")

  it.each(["light", "dark"] as const)("shows itself in %s without a complaint", async (scheme) => {
    const troubles = await seen({ scheme }, async (page) => {
      const paper = await page.evaluate("getComputedStyle(document.body).backgroundColor")
      expect(paper).toBe(scheme === "light" ? "rgb(251, 250, 247)" : "rgb(21, 24, 28)")
      expect(await page.locator(".u-wrap canvas").count()).toBe(2)
      // A picture with lines and letters in it does not press into a few bytes.
      expect((await page.screenshot({ fullPage: true })).length).toBeGreaterThan(100_000)
    })
    expect(troubles).toEqual([])
  })

  it("opens a trade on its candles by mouse and by key", async () => {
    const troubles = await seen({}, async (page) => {
      await page.locator("[data-trade='3']").focus()
      await page.keyboard.press("Enter")
      await page.locator(".chart canvas").first().waitFor()
      expect(await page.locator(".chart").getAttribute("aria-label")).toMatch(
        /around trade 3: entry/,
      )
      expect(await page.locator("[data-trade='3']").getAttribute("aria-expanded")).toBe("true")
      expect(await page.locator(".told").textContent()).toContain("document.title")
      await page.locator("tr.trade", { hasText: /^18/ }).click()
      expect(await page.locator(".chart").getAttribute("aria-label")).toMatch(/around trade 18:/)
      expect(await page.locator(".chart").count()).toBe(1)
    })
    expect(troubles).toEqual([])
  })

  it("sorts and leafs through the trades", async () => {
    await seen({}, async (page) => {
      const firstNet = () => page.locator("tbody tr.trade").first().textContent()
      await page.getByRole("button", { name: "Net" }).click()
      const best = await firstNet()
      await page.getByRole("button", { name: "Net" }).click()
      expect(await firstNet()).not.toBe(best)
      expect(await page.locator("th[aria-sort='ascending']").count()).toBe(1)
      await page.locator("select[name='ending']").selectOption("signal")
      expect(await page.locator("#trades-live caption").textContent()).toBe("18 trades")
    })
  })

  it.each([400, 700, 1200])("fits into %i pixels", async (width) => {
    await seen({ width }, async (page) => {
      expect(await widthOf(page)).toBe(width)
    })
  })

  it("prints on paper: curves stand still, and nothing runs over the edge", async () => {
    const troubles = await seen({ width: 703, print: true }, async (page) => {
      expect(await widthOf(page)).toBe(703)
      expect(await page.locator("#equity-live").isVisible()).toBe(false)
      expect(await page.locator("svg.curve").first().isVisible()).toBe(true)
      const file = await page.pdf({ format: "A4" })
      expect(file.subarray(0, 5).toString()).toBe("%PDF-")
      expect(file.length).toBeGreaterThan(50_000)
    })
    expect(troubles).toEqual([])
  })

  it("takes what a strategy wrote for text, and lets nothing out", async () => {
    const troubles = await seen({}, async (page) => {
      expect(await page.title()).toBe("small, 2025-06-15 to 2025-06-15")
      expect(await page.locator("img").count()).toBe(0)
      // Also what somebody put in by hand may load nothing.
      await page.evaluate("fetch('http://127.0.0.1:9/x').catch(() => 0)")
    })
    expect(troubles.join("\n")).toContain("Content Security Policy")
    expect(troubles.filter((it) => it.startsWith("request"))).toEqual([])
  })
})

async function smallPage(): Promise<string> {
  const { records, tape } = await smallRun()
  const chronicle = chronicleOf(records)
  if (!chronicle) throw new Error("the journal has no header")
  const period = wholePeriod(chronicle.first, chronicle.last)
  const sheet = tearSheet(chronicle, { period, name: "small", serverMonthly: "5", tried: 3 })
  if (!sheet) throw new Error("there is nothing to report")
  const trades = sheet.trades.map((it) => ({ ...it, because: EVIL, strategy: EVIL }))
  const assets = reportAssets()
  return reportPage({ ...sheet, trades }, { candles: candlesOf(tape, minutes(1)), assets })
}
