import { type Completed, everyCommand } from "./completion-tree.ts"

/** The shells that words can be completed in. */
export const SHELLS = ["bash", "zsh", "fish"] as const
export type Shell = (typeof SHELLS)[number]

/** A script that completes what can be typed. It asks the program nothing, so it is as quick as the shell. */
export function completionScript(shell: Shell, tree: Completed): string {
  switch (shell) {
    case "bash":
      return bashScript(tree)
    case "zsh":
      return zshScript(tree)
    case "fish":
      return fishScript(tree)
    default:
      return shell satisfies never
  }
}

/** `" run paper"`: how the scripts know a command, empty for the program. */
const keyOf = ({ path }: Completed): string => path.map((it) => ` ${it}`).join("")

const named = (tree: Completed): readonly Completed[] =>
  everyCommand(tree).filter(({ path }) => path.length > 0)

function bashScript(tree: Completed): string {
  const known = named(tree).map((it) => `"${keyOf(it)}"`)
  const values = everyCommand(tree).flatMap((it) =>
    it.options
      .filter(({ takesValue }) => takesValue)
      .map(({ flag, choices, takesFile }) => {
        const reply = takesFile ? "-f" : `-W "${choices.join(" ")}"`
        return `    "${keyOf(it)} ${flag}") COMPREPLY=($(compgen ${reply} -- "$cur")); return ;;`
      }),
  )
  const words = everyCommand(tree).map((it) => {
    const all = [...childNames(it), ...it.choices, ...it.options.map(({ flag }) => flag), "--help"]
    return `    "${keyOf(it)}") words="${all.join(" ")}"; files=${it.takesFiles ? "yes" : ""} ;;`
  })
  return `# Completion of genesis for bash.
_genesis() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" path="" words="" files="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path \${COMP_WORDS[i]}" in
      ${known.join(" | ")}) path="$path \${COMP_WORDS[i]}" ;;
    esac
  done
  COMPREPLY=()
  case "$path \${COMP_WORDS[COMP_CWORD-1]}" in
${values.join("\n")}
  esac
  case "$path" in
${words.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [ -n "$files" ] && [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$cur")); fi
}
complete -o filenames -F _genesis genesis
`
}

const childNames = ({ children }: Completed): readonly string[] =>
  children.map(({ path }) => path.at(-1) ?? "")

/** Single quotes for a shell: nothing inside of them means anything. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

function zshScript(tree: Completed): string {
  const described = (word: string, summary: string): string =>
    quoted(`${word.replaceAll(":", String.raw`\:`)}:${summary}`)
  const cases = everyCommand(tree).map((it) => {
    const words = [
      ...it.children.map(({ path, summary }) => described(path.at(-1) ?? "", summary)),
      ...it.choices.map(quoted),
    ]
    const options = it.options.map(({ flag, summary }) => described(flag, summary))
    return `    (${quoted(keyOf(it))}) list=(${words.join(" ")}); options=(${options.join(" ")}) ;;`
  })
  const known = named(tree).map((it) => quoted(keyOf(it)))
  return `#compdef genesis
# Completion of genesis for zsh.
_genesis() {
  local place="" word
  local -a list options
  for word in \${words[2,CURRENT-1]}; do
    case "$place $word" in
      (${known.join("|")}) place="$place $word" ;;
    esac
  done
  case "$place" in
${cases.join("\n")}
  esac
  if [[ \${words[CURRENT]} == -* ]]; then
    _describe 'option' options
  elif (( \${#list} )); then
    _describe 'command' list
  else
    _files
  fi
}
compdef _genesis genesis
`
}

function fishScript(tree: Completed): string {
  const lines = everyCommand(tree).flatMap((it) => {
    const [first, second] = it.path
    const when =
      first === undefined
        ? "__fish_use_subcommand"
        : `__fish_seen_subcommand_from ${first}${second === undefined ? "" : `; and __fish_seen_subcommand_from ${second}`}`
    const add = (rest: string): string => `complete -c genesis -n ${quoted(when)} ${rest}`
    return [
      ...it.children.map(({ path, summary }) =>
        add(`-f -a ${quoted(path.at(-1) ?? "")} -d ${quoted(summary)}`),
      ),
      ...(it.choices.length === 0 ? [] : [add(`-f -a ${quoted(it.choices.join(" "))}`)]),
      ...it.options.map(({ flag, summary, takesValue, choices, takesFile }) => {
        const value = !takesValue
          ? ""
          : takesFile
            ? " -r -F"
            : ` -x -a ${quoted(choices.join(" "))}`
        return add(`-l ${flag.slice(2)}${value} -d ${quoted(summary)}`)
      }),
    ]
  })
  return `# Completion of genesis for fish.\n${lines.join("\n")}\n`
}
