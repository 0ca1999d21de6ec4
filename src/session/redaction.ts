/** What stands in the place of something secret. */
const HIDDEN = "[hidden]"
/** Shorter texts are words that stand anywhere. */
const LEAST = 8
/** A signature is good for a few seconds only, but for whoever has it in that time, it is good. */
const SIGNATURE = /(signature["']?\s*[=:]\s*["']?)[A-Za-z0-9+/=%]{16,}/gi

/**
 * Keeps what is secret out of everything that is written for people: logs, problems, crash files.
 * Whoever loads a secret says so here first.
 */
class Redaction {
  readonly #secrets = new Set<string>()

  /** From now on this text is hidden wherever it stands, also percent-encoded. */
  remember(secret: string): void {
    if (secret.length < LEAST) return
    this.#secrets.add(secret)
    this.#secrets.add(encodeURIComponent(secret))
  }

  clean(text: string): string {
    let clean = text.replaceAll(SIGNATURE, `$1${HIDDEN}`)
    for (const secret of this.#secrets) clean = clean.replaceAll(secret, HIDDEN)
    return clean
  }
}

/** The one of this process: a secret that one place has loaded is hidden in all. */
export const redaction = new Redaction()
