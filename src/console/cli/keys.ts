import { existsSync, readFileSync, rmSync } from "node:fs"
import { Command } from "commander"
import { type KeyText, sealKeys } from "../../session/key-vault.ts"
import { keysFile, type Network, PASSPHRASE } from "../../session/key-names.ts"
import { findKeys, hintOf, keysOf } from "../../session/keys.ts"
import { redaction } from "../../session/redaction.ts"
import { Problem } from "../../value/problem.ts"
import { EXIT } from "./exit.ts"
import { askHidden, readInput } from "./hidden-input.ts"
import { homeFolder, homePath } from "./home.ts"
import { type JsonOption, printResult, withJson } from "./json-option.ts"

interface Options extends JsonOption {
  readonly testnet?: true
}

/** Shorter ones are guessed, whatever they are hashed with. */
const PASSPHRASE_LEAST = 10

/** `genesis keys`: the keys of the account at the exchange, encrypted on this machine. */
export function keysCommand(): Command {
  const keys = new Command("keys").description(
    "Keep the keys of your account at the exchange, encrypted under a passphrase. They are never shown.",
  )
  const withNetwork = (command: Command): Command =>
    withJson(command).option("--testnet", "those of the exchange's test network")
  keys.addCommand(
    withNetwork(new Command("set"))
      .description(
        "Read a key and its secret from the terminal, unseen, or from standard input: the key in the " +
          "first line, the secret in the lines after it.",
      )
      .option("--pem <file>", "the private key of an Ed25519 or RSA key, as a PEM file")
      .action(set),
  )
  keys.addCommand(
    withNetwork(new Command("show"))
      .description("Tell whether there are keys and where; never what they are.")
      .action(show),
  )
  keys.addCommand(
    withNetwork(new Command("remove")).description("Delete the encrypted file.").action(remove),
  )
  return keys
}

async function set(options: Options & { readonly pem?: string }): Promise<void> {
  const file = keysFile(homeFolder(), networkOf(options))
  const pem = options.pem === undefined ? undefined : readFileSync(options.pem, "utf8").trim()
  const text = await keyText(pem)
  const { kind } = keysOf(text)
  const hint = hintOf(text.id)
  const passphrase = await newPassphrase()
  sealKeys(file, { keys: text, passphrase, kind, hint })
  const says = `The ${kind} key ${hint} is kept in ${file}, encrypted, for its owner alone.`
  printResult(options, { from: "file", kind, hint, file }, says)
}

async function keyText(pem: string | undefined): Promise<KeyText> {
  if (process.stdin.isTTY) {
    const id = (await askHidden("API key: ")).trim()
    return { id, secret: pem ?? (await askHidden("Secret: ")).trim() }
  }
  const [id = "", ...rest] = (await readInput()).trim().split("\n")
  return { id: id.trim(), secret: pem ?? rest.join("\n").trim() }
}

async function newPassphrase(): Promise<string> {
  const given = process.env[PASSPHRASE]
  const passphrase = given ?? (await askHidden("New passphrase: "))
  redaction.remember(passphrase)
  if (passphrase.length < PASSPHRASE_LEAST) throw weak()
  if (given === undefined && (await askHidden("Once more: ")) !== passphrase) {
    throw new Problem({
      code: "PASSPHRASES_DIFFER",
      what: "The two passphrases are not the same.",
      why: "A slip of a key would lock the keys for good.",
      next: "Run it again. Nothing was kept.",
    })
  }
  return passphrase
}

function show(options: Options): void {
  const found = findKeys(homePath(), process.env, networkOf(options))
  if (found === undefined) {
    printResult(options, { from: null }, "There are no keys.")
    process.exitCode = EXIT.found
  } else if (found.from === "environment") {
    const { from, hint } = found
    printResult(options, { from, hint }, `The key ${hint} comes from the environment.`)
  } else {
    const { from, kind, hint, file } = found
    const says = `The ${kind} key ${hint} is kept in ${file}, encrypted.`
    printResult(options, { from, kind, hint, file }, says)
  }
}

function remove(options: Options): void {
  const file = keysFile(homePath(), networkOf(options))
  const was = existsSync(file)
  rmSync(file, { force: true })
  const says = was
    ? `${file} is deleted. The key still works at the exchange until you delete it there.`
    : "There was no file of keys."
  printResult(options, { removed: was, file }, says)
}

const networkOf = ({ testnet }: Options): Network => (testnet ? "testnet" : "production")

function weak(): Problem {
  return new Problem({
    code: "PASSPHRASE_WEAK",
    what: `The passphrase has fewer than ${PASSPHRASE_LEAST} characters.`,
    why: "Whoever copies the file can guess short ones.",
    next: "Use a sentence of several words. Nothing was kept.",
  })
}
