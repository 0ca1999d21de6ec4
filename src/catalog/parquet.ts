import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBResult,
} from "@duckdb/node-api"
import type { Batch } from "./batch.ts"
import { A, B, C, D, E, ID, type Kind, PRICES, QUANTITIES, TIME } from "./batch.ts"
import { ASK, BUYER_IS_MAKER, LAST, RESET } from "../market/tape.ts"
import { Problem } from "../value/problem.ts"

/** Rows in one vector of DuckDB. */
const VECTOR_ROWS = 2048
const FLAG = "flag"
const ORDER = "line"

/** Column names in the Parquet files, by place; `time` of a bar is when it opens. */
const NAMES: Readonly<Record<Kind, Readonly<Record<number, string>>>> = {
  trades: { [TIME]: "time", [ID]: "id", [A]: "price", [B]: "quantity" },
  aggTrades: { [TIME]: "time", [ID]: "id", [A]: "price", [B]: "quantity" },
  quotes: {
    [TIME]: "time",
    [ID]: "update_id",
    [A]: "bid",
    [B]: "bid_quantity",
    [C]: "ask",
    [D]: "ask_quantity",
  },
  bars: { [TIME]: "time", [A]: "open", [B]: "high", [C]: "low", [D]: "close", [E]: "volume" },
  depth: { [TIME]: "time", [ID]: "update_id", [A]: "price", [B]: "quantity" },
}

/** The bits of the flag as columns of truth. */
const FLAGS: Readonly<Record<Kind, readonly (readonly [bit: number, name: string])[]>> = {
  trades: [[BUYER_IS_MAKER, "buyer_is_maker"]],
  aggTrades: [[BUYER_IS_MAKER, "buyer_is_maker"]],
  quotes: [],
  bars: [],
  depth: [
    [ASK, "is_ask"],
    [LAST, "is_last"],
    [RESET, "is_reset"],
  ],
}

/** What DuckDB's vectors have but its typings keep private: their memory, without a copy. */
interface Vector {
  readonly items: Float64Array | Uint8Array
  flush(): void
}

/**
 * Parquet by DuckDB: times as UTC timestamps, ids as whole numbers, prices and quantities as doubles.
 * A double holds every decimal of up to 15 digits, and a count below 2^51 comes back exactly.
 */
export class Parquet {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  #offer: Offer | undefined

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance
    this.#connection = connection
  }

  /**
   * DuckDB is heavy, so it is loaded only when a catalog is really used.
   * @param told.threads of DuckDB; as many as there are processors when left out
   */
  static async open(told: { readonly threads?: number } = {}): Promise<Parquet> {
    const { DuckDBInstance } = await import("@duckdb/node-api")
    const instance = await DuckDBInstance.create(":memory:", {
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      temp_directory: "",
      ...(told.threads === undefined ? {} : { threads: String(told.threads) }),
    })
    return new Parquet(instance, await instance.connect())
  }

  close(): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
  }

  /** Writes a batch as one new file; the next one when this one is done. */
  async write(batch: Batch, file: string): Promise<void> {
    const { kind } = batch
    const names = NAMES[kind]
    const places = Object.keys(names).map(Number)
    const columns = places.map((place) => batch.columns[place])
    if (batch.order.length > 0) columns.push(batch.order)
    const outputs = places.map((place, i) => `${stored(batch, place, `c${i}`)} as ${names[place]}`)
    for (const [bit, name] of FLAGS[kind]) outputs.push(`(${FLAG} & ${bit}) > 0 as ${name}`)
    if (batch.order.length > 0) outputs.push(`c${places.length}::bigint as ${ORDER}`)
    this.#offer ??= await Offer.in(this.#connection)
    this.#offer.put(columns, batch)
    // Looking for values that come again takes longer than all the rest, for files 4 % smaller.
    await this.#connection.run(
      `copy (select ${outputs.join(", ")} from fresh()) to ${quoted(file)} (format parquet, parquet_version v2, compression zstd, dictionary_size_limit 1)`,
    )
  }

  /**
   * Reads a file, or the span of it that is wanted, into an empty batch. Several can be read at a time.
   * @param told.batch what it has no columns for is left out
   */
  async read(
    file: string,
    told: {
      readonly batch: Batch
      /** Only rows of this span, microseconds. */
      readonly from: number
      readonly to: number
      readonly onRows?: ((rows: number) => void) | undefined
    },
  ): Promise<Batch> {
    const connection = await this.#instance.connect()
    try {
      const { sql, targets } = selection(file, told)
      const result = await connection.stream(sql)
      await fill(told.batch, targets, { file, result, onRows: told.onRows })
      return told.batch
    } catch (error) {
      throw error instanceof Problem ? error : notReadable(file, error)
    } finally {
      connection.closeSync()
    }
  }

  /** How many rows a file has. */
  async count(file: string): Promise<number> {
    const reader = await this.#connection.runAndReadAll(
      `select count(*)::double from read_parquet(${quoted(file)})`,
    )
    return Number(reader.getRows()[0]?.[0])
  }
}

/**
 * A batch as a table that DuckDB can select from, `fresh()`: read where it stands, vector by vector.
 * A function is known to the whole database for good, so one serves all batches, one after the other.
 */
class Offer {
  #sources: readonly (Float64Array | Uint8Array)[] = []
  #rows = 0

  static async in(connection: DuckDBConnection): Promise<Offer> {
    const { DOUBLE, DuckDBTableFunction, UTINYINT } = await import("@duckdb/node-api")
    const offer = new Offer()
    let from = 0
    const table = DuckDBTableFunction.create({
      name: "fresh",
      bindFunction: (info) => {
        const last = offer.#sources.length - 1
        for (let i = 0; i < last; i++) info.addResultColumn(`c${i}`, DOUBLE)
        info.addResultColumn(FLAG, UTINYINT)
      },
      initFunction: () => {
        from = 0
      },
      mainFunction: (_, chunk) => {
        const rows = Math.min(VECTOR_ROWS, offer.#rows - from)
        chunk.rowCount = rows
        if (rows > 0) offer.#fill(chunk, from, from + rows)
        from += rows
      },
    })
    connection.registerTableFunction(table)
    return offer
  }

  /** From now on `fresh()` has these columns, `c0`, `c1`, ..., and the flag. */
  put(columns: readonly Float64Array[], { flag, length }: Batch): void {
    this.#sources = [...columns, flag]
    this.#rows = length
  }

  #fill(chunk: DuckDBDataChunk, from: number, to: number): void {
    const sources = this.#sources
    for (let i = 0; i < sources.length; i++) {
      const vector = chunk.getColumnVector(i) as unknown as Vector
      vector.items.set(sources[i].subarray(from, to))
      vector.flush()
    }
  }
}

interface Span {
  readonly from: number
  readonly to: number
}

/** The query for the columns that a batch has, and those columns in the query's order. */
function selection(
  file: string,
  { batch, from, to }: Span & { readonly batch: Batch },
): { sql: string; targets: (Float64Array | Uint8Array)[] } {
  const names = NAMES[batch.kind]
  const places = Object.keys(names)
    .map(Number)
    .filter((place) => batch.columns[place].length > 0)
  const inputs = places.map((place) => loaded(batch, place, names[place]))
  const targets: (Float64Array | Uint8Array)[] = places.map((place) => batch.columns[place])
  if (batch.order.length > 0) {
    inputs.push(`${ORDER}::double`)
    targets.push(batch.order)
  }
  const bits = FLAGS[batch.kind].map(([bit, name]) => `${name}::utinyint * ${bit}::utinyint`)
  if (bits.length > 0) {
    inputs.push(`(${bits.join(" + ")})::utinyint`)
    targets.push(batch.flag)
  }
  const sql = `select ${inputs.join(", ")} from read_parquet(${quoted(file)})${spanClause({ from, to })}`
  return { sql, targets }
}

async function fill(
  batch: Batch,
  targets: readonly (Float64Array | Uint8Array)[],
  from: {
    readonly file: string
    readonly result: DuckDBResult
    readonly onRows: ((rows: number) => void) | undefined
  },
): Promise<void> {
  for (;;) {
    const chunk = await from.result.fetchChunk()
    if (chunk === null || chunk.rowCount === 0) return
    const rows = chunk.rowCount
    if (batch.length + rows > batch.capacity) throw moreThanPromised(from.file)
    for (let i = 0; i < targets.length; i++) {
      const { items } = chunk.getColumnVector(i) as unknown as Vector
      targets[i].set(items.subarray(0, rows), batch.length)
    }
    batch.length += rows
    from.onRows?.(rows)
  }
}

/** From a count to what stands in the file. */
function stored({ kind, priceScale, quantityScale }: Batch, place: number, column: string): string {
  if (place === TIME) return `make_timestamp(${column}::bigint)`
  if (place === ID) return `case when isnan(${column}) then null else ${column}::bigint end`
  const scale = PRICES[kind].includes(place) ? priceScale : quantityScale
  return scale === 0 ? column : `${column} / 1e${scale}`
}

/** And back. */
function loaded({ kind, priceScale, quantityScale }: Batch, place: number, name: string): string {
  if (place === TIME) return `epoch_us(${name})::double`
  if (place === ID) return `coalesce(${name}::double, 'nan'::double)`
  const scale = QUANTITIES[kind].includes(place) ? quantityScale : priceScale
  return `round(${name} * 1e${scale})`
}

function spanClause({ from, to }: Span): string {
  const clauses: string[] = []
  if (Number.isFinite(from)) clauses.push(`time >= make_timestamp(${from})`)
  if (Number.isFinite(to)) clauses.push(`time < make_timestamp(${to})`)
  return clauses.length === 0 ? "" : ` where ${clauses.join(" and ")}`
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

function moreThanPromised(file: string): Problem {
  return damaged(`${file} has more rows than the catalog's list says.`, undefined)
}

function notReadable(file: string, cause: unknown): Problem {
  return damaged(`${file} cannot be read.`, cause)
}

function damaged(what: string, cause: unknown): Problem {
  return new Problem({
    code: "CATALOG_DAMAGED",
    what,
    why: "It was changed, damaged or taken away behind the catalog's back.",
    next: 'Run "genesis data check", which takes it off the list, and import its source again.',
    cause,
  })
}
