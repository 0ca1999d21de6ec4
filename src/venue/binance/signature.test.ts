import { createPublicKey, createPrivateKey, generateKeyPairSync, verify } from "node:crypto"
import { inspect } from "node:util"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { AccountKey, type Parameter, signedParameters, signedQuery } from "./signature.ts"

// The sample that the exchange prints in its own documentation; there is no account behind it.
const NAME = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
const SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
const SAMPLE = new AccountKey({ name: NAME, secret: SECRET })

/** RFC 8032 test 1 as PKCS#8. */
const SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
const ED25519_PEM = createPrivateKey({
  key: Buffer.from(`302e020100300506032b657004220420${SEED}`, "hex"),
  format: "der",
  type: "pkcs8",
}).export({ format: "pem", type: "pkcs8" })
const EDWARDS = new AccountKey({
  name: "4yNzx3yWC5bS6YTwEkSRaC0nRmSQIIStAUOh1b6kqaBrTLIhjCpI5lJH8q8R8WNO",
  secret: ED25519_PEM,
})

const read = (query: string): Parameter[] =>
  query.split("&").map((it) => it.split("=") as [string, string])
const signatureIn = (parameters: readonly Parameter[]): string =>
  new Map(parameters).get("signature") ?? ""

describe("a signed query", () => {
  it.each([
    [
      "symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
      "c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71",
    ],
    [
      "symbol=１２３４５６&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559",
      "e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3",
    ],
  ])("is signed as in section 26, after its values were encoded: %s", (query, signature) => {
    const signed = signedQuery(read(query), SAMPLE)
    const sent = encodeURI(query)
    expect(signed).toBe(`${sent}&signature=${signature}`)
  })

  it("is signed with Ed25519 as in section 26, the signature encoded", () => {
    const query =
      "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=0.2&timestamp=1668481559918&recvWindow=5000"
    expect(signedQuery(read(query), EDWARDS)).toBe(
      `${query}&signature=XtZirsmmi0noRzUfkqktvkVfxpkq%2FWtbLg2UOL3QGYdUBZVlqOBEMuEVw8zioY93N54NcKj9UuAXQEa9zgTDBg%3D%3D`,
    )
  })

  it("is signed with RSA so that the public key says yes", () => {
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 })
    const pem = pair.privateKey.export({ format: "pem", type: "pkcs8" })
    const key = new AccountKey({ name: "rsa-key", secret: pem })
    expect(key.kind).toBe("rsa")
    const [payload, signature] = signedQuery([["symbol", "é+&"]], key).split("&signature=")
    expect(payload).toBe("symbol=%C3%A9%2B%26")
    const bytes = Buffer.from(decodeURIComponent(signature), "base64")
    expect(verify("sha256", Buffer.from(payload), pair.publicKey, bytes)).toBe(true)
  })

  it("is signed over exactly the bytes that are sent, whatever they hold", () => {
    const publicKey = createPublicKey(createPrivateKey(ED25519_PEM))
    const text = fc.string({ unit: "grapheme", maxLength: 12 }).filter((it) => it.isWellFormed())
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (parameters) => {
        const signed = signedQuery(parameters, EDWARDS)
        const end = signed.lastIndexOf("&signature=")
        const signature = decodeURIComponent(signed.slice(end + "&signature=".length))
        const payload = Buffer.from(signed.slice(0, end))
        return verify(null, payload, publicKey, Buffer.from(signature, "base64"))
      }),
    )
  })
})

describe("a signed message", () => {
  it.each([
    [
      "type=LIMIT&timeInForce=GTC&symbol=BTCUSDT&side=SELL&recvWindow=100&quantity=0.01000000&price=52000.00&timestamp=1645423376532",
      "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24",
    ],
    [
      "symbol=１２３４５６&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1.00000000&price=0.10000000&recvWindow=5000&timestamp=1645423376532",
      "b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd",
    ],
  ])("is signed as in section 26, sorted and raw: %s", (parameters, signature) => {
    const signed = signedParameters(read(parameters), SAMPLE)
    expect(signatureIn(signed)).toBe(signature)
    expect(new Map(signed).get("apiKey")).toBe(NAME)
  })

  it("is signed with Ed25519 as in section 26", () => {
    expect(signatureIn(signedParameters([["timestamp", "1645423376532"]], EDWARDS))).toBe(
      "q7VQVnG+jkV4Z7PO8Vwq+QDgd6xErNQysbW43+rg43grFOYJjoSmaIPK8U2zqrEDbKxIaKqhjOYhYX1fxg9PBg==",
    )
  })
})

describe("a key", () => {
  it.each([SAMPLE, EDWARDS])("shows nothing of itself (%s)", (key) => {
    const shown = [
      key.toString(),
      JSON.stringify({ key }),
      inspect(key, { depth: 9, showHidden: true, getters: false }),
      Object.entries(key).join(),
    ].join("\n")
    expect(shown).toContain(key.kind)
    for (const hidden of [NAME, SECRET, SEED, EDWARDS.name, "PRIVATE"]) {
      expect(shown).not.toContain(hidden)
    }
  })

  it.each([
    ["an empty secret", { name: "a", secret: " " }],
    ["an empty name", { name: "", secret: "b" }],
    ["a name with a line end", { name: "a\r\nb", secret: "b" }],
    ["broken PEM", { name: "a", secret: "-----BEGIN PRIVATE KEY-----\nsesame\n-----END" }],
    [
      "a key of a kind the exchange does not know",
      {
        name: "a",
        secret: generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
          format: "pem",
          type: "pkcs8",
        }),
      },
    ],
  ])("that is %s is refused without being quoted", (_, told) => {
    expect(() => new AccountKey(told)).toThrow(
      expect.objectContaining({
        code: "KEY_UNREADABLE",
        message: expect.not.stringContaining("sesame"),
      }),
    )
  })
})
