import { existsSync } from "node:fs"
import { type Browser, chromium } from "playwright-core"

const PATH = "/usr/bin/chromium"
/** Nothing of the browser's own may go out, or wait for something. */
const QUIET = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

export const hasBrowser = existsSync(PATH)

/** A real Chromium without a window. */
export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: PATH, args: QUIET })
}
