import { escaped, scriptJson } from "./escape.ts"

/** Texts that are put into the page: its own style and script, and the two libraries that draw. */
export interface Assets {
  readonly style: string
  readonly script: string
  /** Draws curves, and how its parts look. */
  readonly curves: string
  readonly curvesStyle: string
  /** Draws candles; empty where there are none. */
  readonly candles: string
}

/** Nothing may be loaded, also not by what a text in the report may try. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/** One HTML document with everything in it. */
export function documentHtml(told: {
  readonly title: string
  readonly body: string
  /** What its script draws from; without it nothing moves, and the page has no script. */
  readonly payload?: unknown
  readonly assets: Assets
}): string {
  const { title, body, payload, assets } = told
  const isStill = payload === undefined
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${isStill ? "" : `${assets.curvesStyle}\n`}${assets.style}</style>
</head>
<body>
<a class="skip" href="#content">To the figures</a>
${body}
${isStill ? "" : scriptsHtml(payload, assets)}</body>
</html>
`
}

function scriptsHtml(payload: unknown, { curves, candles, script }: Assets): string {
  return `<script type="application/json" id="payload">${scriptJson(payload)}</script>
<script>${curves}</script>
${candles === "" ? "" : `<script>${candles}</script>\n`}<script>${script}</script>
`
}
