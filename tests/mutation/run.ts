import path from "node:path"
import { parseArgs } from "node:util"
import { Stryker } from "@stryker-mutator/core"
import { type Room, ROOMS, writeScores } from "./scores.ts"

/**
 * Changes the code of a room in every way the mutators know and counts the changes that a test notices:
 * `npm run mutants [-- --room gate] [-- --force]`. Without `--force` only what changed since the last
 * run is tested again. Ends with exit code 1 when a score lies below `thresholds.break`.
 */
const { values } = parseArgs({
  options: { room: { type: "string", multiple: true }, force: { type: "boolean", default: false } },
})

const isRoom = (name: string): name is Room => (ROOMS as readonly string[]).includes(name)
const wanted = values.room ?? ROOMS
const unknown = wanted.filter((name) => !isRoom(name))
if (unknown.length > 0) {
  console.error(`There is no room ${unknown.join(", ")} here. Choose from: ${ROOMS.join(", ")}.`)
  process.exit(2)
}

for (const room of wanted) {
  const folder = path.posix.join(".mutation", room)
  const started = performance.now()
  await new Stryker({
    mutate: [`src/${room}/**/*.ts`, "!src/**/*.test.ts"],
    force: values.force,
    incrementalFile: `${folder}/incremental.json`,
    tempDirName: `${folder}/tmp`,
    jsonReporter: { fileName: `${folder}/report.json` },
    htmlReporter: { fileName: `${folder}/report.html` },
  }).runMutationTest()
  console.log(`${room}: ${Math.round((performance.now() - started) / 1_000)} s`)
}
writeScores()
