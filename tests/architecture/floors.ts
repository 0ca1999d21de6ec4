import { bannedNamesIn } from "./bans.ts"
import { circles } from "./circles.ts"
import { readModules, resolve, type Module } from "./module.ts"
import { BANNED_NAMES, PURE_MODULES, ROOMS, type Room } from "./rooms.ts"
import { isTest, type Sources } from "./sources.ts"

/** The public face: it stands above all rooms and none may import it. */
const FACE = "src/index.ts"

/**
 * Checks the order of the house and returns a line for everything that breaks it.
 * @throws Error when there is nothing to check, which is never what was meant
 */
export function floorFindings(sources: Sources): string[] {
  const files = [...sources].filter(([file]) => file.startsWith("src/") && !isTest(file))
  if (files.length === 0) throw new Error("There are no files in src/ to check.")
  const modules = readModules(new Map(files))
  const findings: string[] = []
  for (const module of modules.values()) {
    findings.push(...findingsOf(module, modules))
  }
  const neighbours = new Map(
    [...modules.values()].map((module) => [
      module.file,
      module.links.flatMap(({ specifier }) => resolve(module.file, specifier) ?? []),
    ]),
  )
  findings.push(
    ...circles(neighbours).map(
      (files) => `Files import each other in a circle: ${files.join(", ")}.`,
    ),
  )
  findings.push(
    ...circles(roomsOf(neighbours)).map((rooms) => `Rooms import each other: ${rooms.join(", ")}.`),
  )
  return findings
}

function findingsOf(module: Module, modules: ReadonlyMap<string, Module>): string[] {
  const name = roomName(module.file)
  const room = name === undefined ? undefined : ROOMS[name]
  if (module.file !== FACE && room === undefined) {
    return [`${module.file} stands in no room of the table (tests/architecture/rooms.ts).`]
  }
  const findings = module.links.flatMap(({ specifier, line }) => {
    const finding = judged(module.file, room, specifier, modules)
    return finding === undefined ? [] : [`${module.file}:${line} imports ${specifier}: ${finding}`]
  })
  if (room?.isPure !== true) return findings
  return findings.concat(
    bannedNamesIn(module).map(
      ({ name, line }) =>
        `${module.file}:${line} uses ${name} in a pure room; ${BANNED_NAMES[name]}.`,
    ),
  )
}

/** What is wrong with an import, or undefined. */
function judged(
  file: string,
  room: Room | undefined,
  specifier: string,
  modules: ReadonlyMap<string, Module>,
): string | undefined {
  const target = resolve(file, specifier)
  if (target === undefined) return judgedPackage(room, specifier)
  if (target.endsWith(".json")) return undefined
  if (!target.startsWith("src/")) return "it lies outside src/, and the program stands on its own."
  if (isTest(target)) return "it is a test."
  if (!modules.has(target)) return "there is no such file."
  if (target === FACE) return "the public face is for authors; import the room itself."
  const [from, to] = [roomName(file), roomName(target)]
  const lower = to === undefined ? undefined : ROOMS[to]
  if (room === undefined || lower === undefined || from === to || lower.floor < room.floor) {
    return undefined
  }
  return lower.floor === room.floor
    ? `${from}/ and ${to}/ are rooms of one floor (${room.floor}) and do not know each other.`
    : `${from}/ is on floor ${room.floor}, ${to}/ above it on floor ${lower.floor}. Import downwards only.`
}

function judgedPackage(room: Room | undefined, specifier: string): string | undefined {
  if (room === undefined) return undefined
  if (specifier.startsWith("node:")) {
    return !room.isPure || PURE_MODULES.has(specifier)
      ? undefined
      : "a pure room does no input or output. Let session/ or a room beside it do that and hand the result down."
  }
  return room.mayUseLibraries
    ? undefined
    : `floors 0 to 6 use no libraries. Write what is needed here, or use the library in a room above.`
}

function roomsOf(files: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const rooms = new Map<string, string[]>()
  for (const [file, targets] of files) {
    const from = roomName(file)
    if (from === undefined) continue
    const others = targets.flatMap((target) => roomName(target) ?? []).filter((to) => to !== from)
    rooms.set(from, [...(rooms.get(from) ?? []), ...others])
  }
  return rooms
}

function roomName(file: string): string | undefined {
  return /^src\/([^/]+)\/./.exec(file)?.[1]
}
