// What is blotted out of a recorded node, and what is not.
import { describe, expect, test } from "bun:test"
import { withoutSecrets } from "../../src/model/secrets.ts"

const clean = (text: string) => Buffer.from(withoutSecrets(Buffer.from(text))).toString()

describe("secrets", () => {
  for (const [what, before, after] of [
    ["TOML of containerd", `username = "me"\n  password = "p\\"w"\n`, `username = "me"\n  password = "xxxx"\n`],
    ["docker's config.json", `{"auths":{"r":{"auth":"bWU6cHc="}}}`, `{"auths":{"r":{"auth":"xxxxxxxx"}}}`],
    ["a dotted key", `auth.password = "pw"\n`, `auth.password = "xx"\n`],
    ["a string of several lines", `password = """a\nb"""\nx = 1\n`, `password = """x\nx"""\nx = 1\n`],
    ["a quote that is not closed", `password = "pw\nx = 1\n`, `password = "xx\nx = 1\n`],
    ["YAML of a kubeconfig", "    token: abc.def\n    name: x\n", "    token: xxxxxxx\n    name: x\n"],
    ["a key of a certificate", "client-key-data: QUJD\n", "client-key-data: xxxx\n"],
    ["a header of hosts.toml", `Authorization = "Basic aWQ="\n`, `Authorization = "xxxxxxxxxx"\n`],
    ["a header that is a list", `Authorization = ["Basic aWQ="]\n`, `Authorization = ["xxxxx xxxx"]\n`],
    ["a flag", "--storage-driver-password=pw --token ab.cd -v 2", "--storage-driver-password=xx --token xxxxx -v 2"],
    ["a proxy with a password", "HTTP_PROXY=http://me:pw@proxy:3128/", "HTTP_PROXY=http://me:xx@proxy:3128/"],
    [
      "a private key",
      "-----BEGIN RSA PRIVATE KEY-----\nAB\nCD\n-----END RSA PRIVATE KEY-----\n",
      "-----BEGIN RSA PRIVATE KEY-----\nxx\nxx\n-----END RSA PRIVATE KEY-----\n",
    ],
  ] as const) {
    test(`${what} loses them, byte for byte`, () => {
      expect(clean(before)).toBe(after)
    })
  }

  test("tables, near names and everything else stay", () => {
    const text = `authentication:\n  anonymous:\n    enabled: false\n[registry.configs."r".auth]\nauth:\n  x: 1\ntokenTTL = "24h"\nsandbox_image = "registry.k8s.io/pause:3.10" # ä\n`

    expect(clean(text)).toBe(text)
  })
})
