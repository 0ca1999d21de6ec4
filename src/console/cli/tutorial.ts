import { Command } from "commander"
import { type Tutorial, tutorialNamed, TUTORIALS } from "../../tier/tutorials.ts"
import { nearest } from "../../value/nearest.ts"
import { Problem } from "../../value/problem.ts"
import { type JsonOption, printResult, withJson } from "./json-option.ts"

/** `genesis tutorial`: a short lesson about what a tier unlocks (TIER-23). */
export function tutorialCommand(): Command {
  return withJson(new Command("tutorial"))
    .description("Read a short lesson about something that a tier unlocks.")
    .argument("[name]", `one of ${names().join(", ")}`)
    .action((name: string | undefined, options: JsonOption) => {
      const tutorial = name === undefined ? undefined : tutorialNamed(name)
      if (name !== undefined && tutorial === undefined) throw unknown(name)
      printResult(
        options,
        tutorial ?? {
          tutorials: TUTORIALS.map((it) => ({
            name: it.name,
            title: it.title,
            minutes: it.minutes,
          })),
        },
        tutorial ? lesson(tutorial) : overview(),
      )
    })
}

const names = (): readonly string[] => TUTORIALS.map((it) => it.name)

const overview = (): string =>
  TUTORIALS.map((it) => `${it.name.padEnd(23)}${it.title}, ${it.minutes} minutes`).join("\n")

const lesson = ({ title, minutes, steps }: Tutorial): string =>
  [
    `${title} (${minutes} minutes)`,
    ...steps.map((step, i) => `${i + 1}  ${step}`),
    "It can be read again at any time. What it is about stays locked until its practice is passed (TIER-17).",
  ].join("\n\n")

function unknown(name: string): Problem {
  return new Problem({
    code: "WRONG_USAGE",
    what: `There is no tutorial "${name}"${nearest(name, names())}`,
    why: "Each feature of a tier that asks for practice has one.",
    next: `Name one of ${names().join(", ")}.`,
  })
}
