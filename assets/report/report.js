// The script of a report page: live curves, and the list of trades with their candles. It draws from
// the JSON in the page and loads nothing. Without it the page shows the same curves standing still.
"use strict"
;(() => {
  const payload = JSON.parse(document.getElementById("payload").textContent)
  const dark = matchMedia("(prefers-color-scheme: dark)")

  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const faded = (name, share) =>
    `color-mix(in srgb, ${color(name)} ${Math.round(share * 100)}%, transparent)`

  function element(name, attributes = {}, ...inside) {
    const made = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value)
      else if (value !== undefined && value !== false)
        made.setAttribute(key, value === true ? "" : value)
    }
    // Texts become text nodes: whatever a strategy wrote, it is never markup.
    made.append(...inside)
    return made
  }

  const dollars = (value) => {
    const size = Math.abs(value)
    const text = size.toLocaleString("en-US", {
      minimumFractionDigits: size > 0 && size < 0.995 ? 4 : 2,
      maximumFractionDigits: size > 0 && size < 0.995 ? 4 : 2,
    })
    return `${value < 0 && /[1-9]/.test(text) ? "-" : ""}$${text}`
  }
  const percent = (share, digits = 2) => {
    const text = (share * 100).toFixed(digits)
    return `${Number(text) === 0 ? text.replace("-", "") : text} %`
  }
  const moment = (seconds) => new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")
  const minute = (seconds) => moment(seconds).slice(0, 16)
  const span = (seconds) => {
    const s = Math.round(seconds)
    if (s < 60) return `${s} s`
    if (s < 3600) return `${Math.floor(s / 60)} m ${String(s % 60).padStart(2, "0")} s`
    if (s < 86400)
      return `${Math.floor(s / 3600)} h ${String(Math.floor(s / 60) % 60).padStart(2, "0")} m`
    return `${Math.floor(s / 86400)} d ${String(Math.floor(s / 3600) % 24).padStart(2, "0")} h`
  }

  // ---- curves

  const curves = []

  function drawCurves() {
    const place = document.getElementById("equity-live")
    const still = place?.parentElement.querySelector(".still")
    if (!place || payload.curve.times.length < 2) return
    for (const it of curves.splice(0)) it.destroy()
    place.replaceChildren()
    place.hidden = false
    if (still) still.style.display = "none"
    const { times, worth, falls, hold } = payload.curve
    const axis = {
      stroke: color("--soft"),
      grid: { stroke: color("--faint"), width: 1 },
      ticks: { show: false },
    }
    const font = { font: "12px ui-sans-serif, system-ui, sans-serif" }
    // Days before months, as everywhere on the page; the year where it turns.
    const dates = [
      [31536000, "{YYYY}", null, null, null, null, null, null, 1],
      [2419200, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
      [86400, "{D} {MMM}", "\n{YYYY}", null, null, null, null, null, 1],
      [60, "{HH}:{mm}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1],
      [1, "{HH}:{mm}:{ss}", "\n{D} {MMM} {YYYY}", null, "\n{D} {MMM}", null, null, null, 1],
    ]
    const common = {
      width: place.clientWidth,
      cursor: { sync: { key: "report" }, drag: { x: true, y: false }, points: { size: 7 } },
      tzDate: (at) => uPlot.tzDate(new Date(at * 1000), "UTC"),
      plugins: [bandsPlugin()],
    }
    const line = (label, stroke, more) => ({
      label,
      stroke,
      width: 1.8,
      points: { show: false },
      value: (_, value) => (value == null ? "" : dollars(value)),
      ...more,
    })
    const time = {
      label: "UTC",
      value: (_, at) => (at == null ? "" : minute(at)),
    }
    const series = [time, line("Worth", color("--line"))]
    const data = [times, worth]
    if (hold) {
      series.push(line(`Holding ${hold.name}`, color("--hold"), { width: 1.2, dash: [4, 3] }))
      data.push(hold.worth)
    }
    curves.push(
      new uPlot(
        {
          ...common,
          height: 300,
          series,
          axes: [
            { ...axis, ...font, values: dates },
            {
              ...axis,
              ...font,
              size: 74,
              values: (_, all) => all.map((it) => dollars(it).replace(/\.00$/, "")),
            },
          ],
        },
        data,
        place,
      ),
      new uPlot(
        {
          ...common,
          height: 170,
          series: [
            time,
            line("Below the peak", color("--loss"), {
              width: 1,
              fill: faded("--loss", 0.22),
              value: (_, value) => (value == null ? "" : percent(value)),
            }),
          ],
          axes: [
            { ...axis, ...font, values: dates },
            { ...axis, ...font, size: 74, values: (_, all) => all.map((it) => percent(it, 1)) },
          ],
        },
        [times, falls],
        place,
      ),
    )
  }

  /** Shades the stretches in which entries were closed or the guard was above calm. */
  function bandsPlugin() {
    return {
      hooks: {
        drawClear: (plot) => {
          const { ctx, bbox } = plot
          ctx.save()
          ctx.fillStyle = color("--shade")
          for (const { from, to } of payload.curve.bands) {
            const left = Math.max(bbox.left, plot.valToPos(from, "x", true))
            const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, "x", true))
            if (right > left) ctx.fillRect(left, bbox.top, right - left, bbox.height)
          }
          ctx.restore()
        },
      },
    }
  }

  // ---- trades

  const words = payload.words
  const trades = payload.trades.map((it) => ({
    number: it[0],
    scale: payload.scales[it[1]],
    symbol: words[it[2]],
    strategy: words[it[3]],
    by: words[it[4]],
    opened: it[5],
    closed: it[6],
    quantity: it[7],
    entry: it[8],
    exit: it[9],
    stop: it[10],
    target: it[11],
    net: it[12],
    share: it[13],
    multiple: it[14],
    fees: it[15],
    slipped: it[16],
    left: words[it[17]],
    because: words[it[18]],
    leftBecause: words[it[19]],
    entered: words[it[20]],
    tier: words[it[21]],
    level: it[22],
    orders: it[23],
    adverse: it[24],
    favourable: it[25],
    candles: it[26],
  }))

  const na = (value, text) => (value === null ? "n/a" : text(value))
  const COLUMNS = [
    { title: "No.", num: true, of: (it) => it.number, text: (it) => String(it.number) },
    { title: "Closed, UTC", of: (it) => it.closed, text: (it) => minute(it.closed) },
    { title: "Pair", of: (it) => it.symbol, text: (it) => it.symbol },
    { title: "Strategy", wide: true, of: (it) => it.strategy, text: (it) => it.strategy },
    {
      title: "Held",
      num: true,
      wide: true,
      of: (it) => it.closed - it.opened,
      text: (it) => span(it.closed - it.opened),
    },
    {
      title: "Entry",
      num: true,
      wide: true,
      of: (it) => it.entry,
      text: (it) => na(it.entry, String),
    },
    {
      title: "Exit",
      num: true,
      wide: true,
      of: (it) => it.exit,
      text: (it) => na(it.exit, String),
    },
    { title: "Net", num: true, of: (it) => it.net, text: (it) => dollars(it.net) },
    {
      title: "Share",
      num: true,
      wide: true,
      of: (it) => it.share,
      text: (it) => na(it.share, percent),
    },
    {
      title: "Risk",
      num: true,
      wide: true,
      of: (it) => it.multiple,
      text: (it) => na(it.multiple, (x) => x.toFixed(2)),
    },
    {
      title: "Slipped",
      num: true,
      wide: true,
      of: (it) => it.slipped,
      text: (it) => dollars(it.slipped),
    },
    { title: "Ended by", of: (it) => it.left, text: (it) => it.left },
  ]
  const PAGE = 25
  const view = {
    page: 0,
    sort: 0,
    down: true,
    pair: "",
    ending: "",
    opened: undefined,
    isFar: false,
  }

  function wanted() {
    const { of } = COLUMNS[view.sort]
    const list = trades.filter(
      (it) =>
        (view.pair === "" || it.symbol === view.pair) &&
        (view.ending === "" || it.left === view.ending),
    )
    const turn = view.down ? -1 : 1
    return list.sort((a, b) => {
      const [x, y] = [of(a), of(b)]
      return (x < y ? -1 : x > y ? 1 : a.number - b.number) * turn
    })
  }

  function drawTrades(focus) {
    const place = document.getElementById("trades-live")
    if (!place || trades.length === 0) return
    document.getElementById("trades-still").style.display = "none"
    place.hidden = false
    forgetChart()
    const list = wanted()
    const pages = Math.max(1, Math.ceil(list.length / PAGE))
    view.page = Math.min(view.page, pages - 1)
    const shown = list.slice(view.page * PAGE, (view.page + 1) * PAGE)
    const body = element("tbody")
    for (const trade of shown) body.append(...rowsOf(trade))
    const title = `${list.length.toLocaleString("en-US")} trade${list.length === 1 ? "" : "s"}`
    const table = element(
      "table",
      {},
      element("caption", {}, title),
      element("thead", {}, headRow()),
      body,
    )
    place.replaceChildren(tools(pages), element("div", { class: "scroll" }, table))
    if (focus) place.querySelector(focus)?.focus()
    drawChart(place)
  }

  const classOf = ({ num, wide }) =>
    [num && "num", wide && "wide"].filter(Boolean).join(" ") || undefined

  function headRow() {
    return element(
      "tr",
      {},
      ...COLUMNS.map((it, i) => {
        const sorted = view.sort === i
        const order = sorted ? (view.down ? "descending" : "ascending") : undefined
        const sort = () => {
          view.down = sorted ? !view.down : Boolean(it.num)
          view.sort = i
          view.page = 0
          drawTrades(`thead th:nth-child(${i + 1}) button`)
        }
        const mark = sorted ? (view.down ? " ↓" : " ↑") : ""
        return element(
          "th",
          { scope: "col", class: classOf(it), "aria-sort": order },
          element("button", { type: "button", onclick: sort }, it.title + mark),
        )
      }),
    )
  }

  function rowsOf(trade) {
    const isOpen = view.opened === trade.number
    const toggle = (event) => {
      event.stopPropagation()
      view.opened = isOpen ? undefined : trade.number
      drawTrades(`[data-trade="${trade.number}"]`)
    }
    const cells = COLUMNS.map((it, i) =>
      i === 0
        ? element(
            "th",
            { scope: "row", class: classOf(it) },
            element(
              "button",
              {
                type: "button",
                "data-trade": trade.number,
                "aria-expanded": String(isOpen),
                "aria-label": `Trade ${trade.number}`,
                onclick: toggle,
              },
              it.text(trade),
            ),
          )
        : element("td", { class: classOf(it) }, it.text(trade)),
    )
    const row = element(
      "tr",
      { class: isOpen ? "trade opened" : "trade", onclick: toggle },
      ...cells,
    )
    return isOpen
      ? [
          row,
          element(
            "tr",
            { class: "detail" },
            element("td", { colspan: COLUMNS.length }, ...detail(trade)),
          ),
        ]
      : [row]
  }

  function detail(it) {
    const facts = [
      ["Entry", `${moment(it.opened)} at ${na(it.entry, String)}, ${it.entered}`],
      ["Exit", `${moment(it.closed)} at ${na(it.exit, String)}, ${it.left}`],
      ["Quantity", it.quantity],
      ["Stop, target", `${it.stop ?? "none"}, ${it.target ?? "none"}`],
      ["Net", `${dollars(it.net)}, ${na(it.share, percent)}`],
      ["Costs", `fees ${dollars(it.fees)}, slipped ${dollars(it.slipped)}`],
      ["Went against", `${na(it.adverse, percent)} at most`],
      ["Went with", `${na(it.favourable, percent)} at most`],
      ["Decided by", `${it.by} ${it.strategy}, ${it.tier}, tilt level ${it.level}`],
      ["Orders", it.orders],
      ["Entered", `because ${it.because}`, true],
      ["Left", `because ${it.leftBecause}`, true],
    ]
    const told = element(
      "dl",
      { class: "told" },
      ...facts.map(([term, text, whole]) =>
        element(
          "div",
          { class: whole ? "whole" : undefined },
          element("dt", {}, term),
          element("dd", {}, text),
        ),
      ),
    )
    if (!it.candles || typeof LightweightCharts === "undefined") return [told]
    const says = `Candles of ${it.symbol} around trade ${it.number}: entry at ${it.entry}, exit at ${it.exit}, stop ${it.stop ?? "none"}.`
    return [element("div", { class: "chart", role: "img", "aria-label": says }), told]
  }

  function tools(pages) {
    const choose = (name, key, values) =>
      element(
        "label",
        {},
        `${name} `,
        element(
          "select",
          {
            onchange: (event) => {
              view[key] = event.target.value
              view.page = 0
              drawTrades(`select[name="${key}"]`)
            },
            name: key,
          },
          element("option", { value: "" }, "all"),
          ...values.map((it) => element("option", { value: it, selected: view[key] === it }, it)),
        ),
      )
    const turn = (label, by, isPossible, key) =>
      element(
        "button",
        {
          type: "button",
          disabled: !isPossible,
          "data-turn": key,
          onclick: () => {
            view.page += by
            drawTrades(`[data-turn="${key}"]`)
          },
        },
        label,
      )
    const sorted = (key) =>
      [...new Set(trades.map((it) => it[key]))].sort((a, b) => (a < b ? -1 : 1))
    return element(
      "div",
      { class: "tools" },
      choose("Pair", "pair", sorted("symbol")),
      choose("Ended by", "ending", sorted("left")),
      element("span", { "aria-live": "polite" }, `Page ${view.page + 1} of ${pages}`),
      turn("Back", -1, view.page > 0, "back"),
      turn("On", 1, view.page < pages - 1, "on"),
    )
  }

  // ---- candles of one trade

  let chart
  function forgetChart() {
    chart?.remove()
    chart = undefined
  }

  function drawChart(place) {
    const box = place.querySelector(".chart")
    const trade = trades.find((it) => it.number === view.opened)
    if (!box || !trade) return
    const { createChart, CandlestickSeries, createSeriesMarkers, LineStyle } = LightweightCharts
    const precision = Math.min(8, trade.scale)
    chart = createChart(box, {
      autoSize: true,
      layout: {
        background: { color: "transparent" },
        textColor: color("--soft"),
        fontFamily: "ui-sans-serif, system-ui, sans-serif",
        // Its licence asks for a link to its makers on the chart.
        attributionLogo: true,
      },
      grid: { vertLines: { visible: false }, horzLines: { color: color("--faint") } },
      rightPriceScale: { borderVisible: false },
      timeScale: { borderVisible: false, timeVisible: true, secondsVisible: trade.candles[1] < 60 },
      handleScroll: { mouseWheel: false, vertTouchDrag: false },
      handleScale: { mouseWheel: false },
    })
    const series = chart.addSeries(CandlestickSeries, {
      upColor: "transparent",
      borderUpColor: color("--soft"),
      wickUpColor: color("--soft"),
      downColor: color("--soft"),
      borderDownColor: color("--soft"),
      wickDownColor: color("--soft"),
      priceLineVisible: false,
      lastValueVisible: false,
      priceFormat: { type: "price", precision, minMove: 10 ** -precision },
    })
    const candles = unpacked(trade.candles, 10 ** trade.scale)
    series.setData(candles)
    const lineAt = (price, title, name, lineStyle) =>
      series.createPriceLine({
        price,
        title,
        color: color(name),
        lineWidth: 1,
        lineStyle,
        axisLabelVisible: true,
      })
    lineAt(trade.entry, "entry", "--line", LineStyle.Dotted)
    if (trade.exit !== null)
      lineAt(trade.exit, "exit", trade.net < 0 ? "--loss" : "--gain", LineStyle.Dotted)
    if (trade.stop !== null) lineAt(Number(trade.stop), "stop", "--hold", LineStyle.Dashed)
    if (trade.target !== null) lineAt(Number(trade.target), "target", "--hold", LineStyle.Dashed)
    series.applyOptions({ autoscaleInfoProvider: (original) => withLevels(original(), trade) })
    const step = trade.candles[1]
    const at = (seconds) => candles.findLast((it) => it.time <= seconds)?.time ?? candles[0].time
    createSeriesMarkers(series, [
      {
        time: at(trade.opened),
        position: "belowBar",
        shape: "arrowUp",
        color: color("--line"),
        text: "in",
      },
      {
        time: at(trade.closed - (step > 60 ? 0 : 0.001)),
        position: "aboveBar",
        shape: "arrowDown",
        color: color(trade.net < 0 ? "--loss" : "--gain"),
        text: "out",
      },
    ])
    chart.timeScale().fitContent()
    const far = farButton(trade, candles)
    if (far) box.after(far)
  }

  /** Stop and target belong into the picture; those far away only when asked for, since they press it flat. */
  function withLevels(info, trade) {
    if (!info?.priceRange) return info
    const { minValue, maxValue } = info.priceRange
    const levels = levelsOf(trade).filter((it) => view.isFar || isNear(it, minValue, maxValue))
    return {
      ...info,
      priceRange: {
        minValue: Math.min(minValue, trade.entry, ...levels),
        maxValue: Math.max(maxValue, trade.entry, ...levels),
      },
    }
  }

  const levelsOf = ({ stop, target }) => [stop, target].filter((it) => it !== null).map(Number)
  const isNear = (level, low, high) =>
    level > low - 2.5 * (high - low) && level < high + 2.5 * (high - low)

  /** Offered where a stop or a target is too far away to be in the picture by itself. */
  function farButton(trade, candles) {
    const low = Math.min(...candles.map((it) => it.low))
    const high = Math.max(...candles.map((it) => it.high))
    if (levelsOf(trade).every((it) => isNear(it, low, high))) return undefined
    return element(
      "button",
      {
        type: "button",
        class: "far",
        "aria-pressed": String(view.isFar),
        onclick: () => {
          view.isFar = !view.isFar
          drawTrades(".far")
        },
      },
      view.isFar ? "Closer to the candles" : "Show stop and target, which are far away",
    )
  }

  /** The other side of src/report/candle/packed.ts. */
  function unpacked([first, step, text], scale) {
    const bytes = Uint8Array.from(atob(text), (it) => it.charCodeAt(0))
    let place = 0
    const next = () => {
      let [value, factor] = [0, 1]
      for (;;) {
        const byte = bytes[place++]
        value += (byte % 128) * factor
        if (byte < 128) break
        factor *= 128
      }
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    }
    const candles = []
    let [time, last] = [first, 0]
    while (place < bytes.length) {
      time += next() * step
      const open = last + next()
      const [high, low, close] = [open + next(), open + next(), open + next()]
      last = close
      candles.push({
        time,
        open: open / scale,
        high: high / scale,
        low: low / scale,
        close: close / scale,
      })
    }
    return candles
  }

  // ---- life

  function draw() {
    drawCurves()
    drawTrades()
  }
  draw()
  dark.addEventListener("change", draw)
  let width = innerWidth
  addEventListener("resize", () => {
    if (innerWidth === width) return
    width = innerWidth
    for (const it of curves) {
      it.setSize({ width: document.getElementById("equity-live").clientWidth, height: it.height })
    }
  })
})()
