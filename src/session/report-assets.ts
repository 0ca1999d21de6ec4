import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Assets } from "../report/html/document.ts"

const own = (name: string): string =>
  readFileSync(new URL(`../../assets/report/${name}`, import.meta.url), "utf8")

/** A file that lies beside the entry of a package. */
const beside = (entry: string, name: string): string =>
  readFileSync(fileURLToPath(new URL(name, import.meta.resolve(entry))), "utf8")

/** Everything that a report page carries within itself, read from the installed program. */
export function reportAssets(): Assets {
  return {
    style: own("report.css"),
    script: own("report.js"),
    curves: beside("uplot", "uPlot.iife.min.js"),
    curvesStyle: beside("uplot", "uPlot.min.css"),
    candles: beside("lightweight-charts", "lightweight-charts.standalone.production.js"),
  }
}
