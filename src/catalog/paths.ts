import { readdir, stat } from "node:fs/promises"
import path from "node:path"
import { Problem } from "../value/problem.ts"

const DATA_NAME = /\.(csv|json|jsonl|zip|gz|tape)$/i

/**
 * The files that paths stand for: a folder for every file in it whose name looks like data.
 * @throws Problem `NO_DATA` for a folder without any
 */
export async function filesIn(paths: readonly string[]): Promise<string[]> {
  const files: string[] = []
  for (const given of paths) {
    const isFolder = await stat(given).then(
      (found) => found.isDirectory(),
      () => false,
    )
    if (!isFolder) files.push(given)
    else {
      const names = await readdir(given, { recursive: true })
      const found = names.filter((name) => DATA_NAME.test(name)).toSorted()
      if (found.length === 0) throw noData(given)
      files.push(...found.map((name) => path.join(given, name)))
    }
  }
  return files
}

function noData(folder: string): Problem {
  return new Problem({
    code: "NO_DATA",
    what: `${folder} holds no market data.`,
    why: "No file in it ends in .csv, .json, .jsonl, .zip, .gz or .tape.",
    next: "Name the files themselves, or another folder.",
  })
}
