// What is redacted in what criadm shows and shares, and what is not.
import { describe, expect, test } from "bun:test"
import { redactBytes, redactText, redactValue } from "../../src/model/secrets/redact.ts"

const clean = (text: string) => Buffer.from(redactBytes(Buffer.from(text))).toString()

describe("a secret is redacted byte for byte in", () => {
  for (const [what, before, after] of [
    ["TOML of containerd", `username = "me"\n  password = "p\\"w"\n`, `username = "me"\n  password = "xxxx"\n`],
    ["docker's config.json", `{"auths":{"r":{"auth":"bWU6cHc="}}}`, `{"auths":{"r":{"auth":"xxxxxxxx"}}}`],
    ["a dotted key", `auth.password = "pw"\n`, `auth.password = "xx"\n`],
    ["a string of several lines", `password = """a\nb"""\nx = 1\n`, `password = """x\nx"""\nx = 1\n`],
    ["a quote that is not closed", `password = "pw\nx = 1\n`, `password = "xx\nx = 1\n`],
    ["YAML of a kubeconfig", "    token: abc.def\n    name: x\n", "    token: xxxxxxx\n    name: x\n"],
    ["a key of a certificate", "client-key-data: QUJD\n", "client-key-data: xxxx\n"],
    ["a header of hosts.toml", `Authorization = "Basic aWQ="\n`, `Authorization = "xxxxxxxxxx"\n`],
    ["a header that is a list", `Authorization = ["Basic aWQ="]\n`, `Authorization = ["xxxxxxxxxx"]\n`],
    [
      "a list over several lines",
      `token = [\n  "ab",\n  'cd', # why\n]\nx = 1\n`,
      `token = [\n  "xx",\n  'xx', # why\n]\nx = 1\n`,
    ],
    [
      "every value of a header table",
      `[host."https://m".header]\n  X-Custom = "ab"\n  y = ["cd"]\n[host."https://n"]\n  ca = "/f"\n`,
      `[host."https://m".header]\n  X-Custom = "xx"\n  y = ["xx"]\n[host."https://n"]\n  ca = "/f"\n`,
    ],
    [
      "an inline header table",
      `header = { X-Custom = "ab" }\nca = "/f"\n`,
      `header = { X-Custom = "xx" }\nca = "/f"\n`,
    ],
    ["a dotted header", `header.X-Custom = "ab"\n`, `header.X-Custom = "xx"\n`],
    [
      "headers of Docker's client",
      `{"HttpHeaders": {"X-A": "ab"}, "debug": "on"}`,
      `{"HttpHeaders": {"X-A": "xx"}, "debug": "on"}`,
    ],
    ["a header in capitals", `AUTHORIZATION: Basic aWQ=\n`, `AUTHORIZATION: xxxxxxxxxx\n`],
    ["X-Auth-Token", `X-Auth-Token: ab\n`, `X-Auth-Token: xx\n`],
    ["PRIVATE-TOKEN", `"PRIVATE-TOKEN" = ["ab"]\n`, `"PRIVATE-TOKEN" = ["xx"]\n`],
    ["Cookie", `Cookie = "a=b; c=d"\n`, `Cookie = "xxxxxxxx"\n`],
    ["a flag", "--storage-driver-password=pw --token ab.cd -v 2", "--storage-driver-password=xx --token xxxxx -v 2"],
    [
      "a flag with its value behind it",
      "--cloud-token S1 --registry-password S2",
      "--cloud-token xx --registry-password xx",
    ],
    ["a flag with a quoted value", `--registry-password="a b" -v`, `--registry-password="xxx" -v`],
    ["flags in a list", `["--cloud-token", "ab", "--v", "2"]`, `["--cloud-token", "xx", "--v", "2"]`],
    ["a proxy with a password", "HTTP_PROXY=http://me:pw@proxy:3128/", "HTTP_PROXY=http://me:xx@proxy:3128/"],
    ["a password with @", "p=http://me:p@w@proxy:3128/", "p=http://me:xxx@proxy:3128/"],
    ["a password with /", "p=http://me:p/w@proxy:3128/", "p=http://me:xxx@proxy:3128/"],
    ["a password with a quote", `p="http://me:p'w@proxy"`, `p="http://me:xxx@proxy"`],
    ["a password without a user", "p=http://:pw@proxy", "p=http://:xx@proxy"],
    ["a token as the user", "p=https://tok@proxy/x", "p=https://xxx@proxy/x"],
    ["a URL in JSON with escaped slashes", `{"p":"http:\\/\\/me:pw@proxy"}`, `{"p":"http:\\/\\/me:xx@proxy"}`],
    ["a URL in single quotes", `p: 'http://me:pw@proxy' # a@b`, `p: 'http://me:xx@proxy' # a@b`],
    ["a key with escapes", `"pass\\u0077ord" = "ab"\n`, `"pass\\u0077ord" = "xx"\n`],
    ["a YAML block", "password: |\n  ab\n  cd\nname: x\n", "password: |\n  xx\n  xx\nname: x\n"],
    ["a YAML text on the next line", "password:\n  ab\nname: x\n", "password:\n  xx\nname: x\n"],
    ["a YAML list", "tokens:\n- ab\n- cd\nname: x\ntoken:\n- ef\n", "tokens:\n- ab\n- cd\nname: x\ntoken:\n- xx\n"],
    ["a YAML key behind a question mark", "? password\n: ab\nname: x\n", "? password\n: xx\nname: x\n"],
    ["YAML in braces", "{token: ab, name: x}\n", "{token: xx, name: x}\n"],
    ["a query", "url=https://h/x?access_token=ab&y=1\n", "url=https://h/x?access_token=xx&y=1\n"],
    [
      "a query in a table's header",
      `[host."https://h/?token=ab"]\nca = "/f"\n`,
      `[host."https://h/?token=xx"]\nca = "/f"\n`,
    ],
    [
      "headers of the kubelet",
      "staticPodURLHeader:\n  X-A:\n  - ab\n  B: [cd]\nx: y\n",
      "staticPodURLHeader:\n  X-A:\n  - xx\n  B: [xx]\nx: y\n",
    ],
    [
      "the same in JSON",
      `{"staticPodURLHeader":{"X-A":["ab"]},"x":"y"}`,
      `{"staticPodURLHeader":{"X-A":["xx"]},"x":"y"}`,
    ],
    ["a flag that takes a header", "--manifest-url-header=X:ab -v 2", "--manifest-url-header=xxxx -v 2"],
    ["a list in YAML's long form", "? Cookie\n: - >-\n   ab\nx: y\n", "? Cookie\n: - xx\n   xx\nx: y\n"],
    [
      "a value with a tag and an anchor",
      "token: !!str &a |\n  ab\nx: y\ntoken: &b cd\n",
      "token: !!str &a |\n  xx\nx: y\ntoken: &b xx\n",
    ],
    ["a plain text over two lines", "token: ab\n  cd\nx: y\n", "token: xx\n  xx\nx: y\n"],
    ["an environment file", "DB_PASSWORD=a b\nX=1\n", "DB_PASSWORD=xxx\nX=1\n"],
    ["a unit's environment", `Environment="API_TOKEN=a b" X=1\n`, `Environment="API_TOKEN=xxx" X=1\n`],
    ["a unit's environment without quotes", `Environment=API_TOKEN=ab X=1\n`, `Environment=API_TOKEN=xx X=1\n`],
    ["a comment", `# password = "ab"\n`, `# password = "xx"\n`],
    ["a line of a log", `sent Bearer abcdefgh to h\n`, `sent Bearer xxxxxxxx to h\n`],
    [
      "a private key",
      "-----BEGIN RSA PRIVATE KEY-----\nAB\nCD\n-----END RSA PRIVATE KEY-----\n",
      "-----BEGIN RSA PRIVATE KEY-----\nxx\nxx\n-----END RSA PRIVATE KEY-----\n",
    ],
  ] as const) {
    test(what, () => {
      expect(clean(before)).toBe(after)
    })
  }
})

test("tables, near names, digests, ports and everything else stay", () => {
  const text = [
    `authentication:\n  anonymous:\n    enabled: false`,
    `[registry.configs."r".auth]\nauth:\n  x: 1\ntokenTTL = "24h"\ntoken-auth-file = "/f"`,
    `sandbox_image = "registry.k8s.io/pause:3.10" # ä`,
    `image = "oci://h:5000/pause@sha256:0123"\nserver = "https://h:5000/v2"\nmail = "me@example.org"`,
    `webhook:\n  cacheTTL: 2m0s\nserviceAccountTokenMaxExpiration: 1h`,
    "",
  ].join("\n")

  expect(clean(text)).toBe(text)
})

test("within a value, a secret's key and what follows a secret's flag are redacted", () => {
  expect(redactValue({ password: "ab", args: ["--token", "cd", "--v", "2"], plain: "x" })).toEqual({
    password: "xx",
    args: ["--token", "xx", "--v", "2"],
    plain: "x",
  })
})

test("a value beside its name is redacted by the name", () => {
  expect(
    redactValue([
      { name: "api-key", value: "ab" },
      { key: "x.token", value: "cd" },
      { name: "v", value: "2" },
    ]),
  ).toEqual([
    { name: "api-key", value: "xx" },
    { key: "x.token", value: "xx" },
    { name: "v", value: "2" },
  ])
})

test("what is within a judged value is shown with it, and flags in it are judged by themselves", () => {
  const isShown = (name: string) => ["image", "OPTS", "v"].includes(name)

  expect(redactText('image = "r.io/pause:3.8"\nOPTS="--v 2 --own ab --other=cd"\n', isShown)).toBe(
    'image = "r.io/pause:3.8"\nOPTS="--v 2 --own xx --other=xx"\n',
  )
})

test("where only judged values are shown, every other value is redacted and the form stays", () => {
  const text = `root = "/var"\nfavourite = "blue"\nflag = true\n[a.b]\n  list = ["c", "d"]\n`

  expect(redactText(text, (name) => name === "root")).toBe(
    `root = "/var"\nfavourite = "xxxx"\nflag = true\n[a.b]\n  list = ["x", "x"]\n`,
  )
})

test("time grows with the length of the text, whatever stands in it", () => {
  const pieces = [
    `"token":"x",`,
    `token=[`,
    `://`,
    `token='`,
    `? token\n: `,
    `--token `,
    `header={`,
    `password: |\n `,
    `a@://:`,
    `\\u0074oken="`,
    "header:\n ",
    "# header:\n",
    "token: x\n y\n",
    "?token=a",
    "headers: \n  a: [",
  ]
  /** Microseconds of processor time, the least of some tries: what else the machine does counts for little. */
  const cost = (text: string) => {
    const tries = Array.from({ length: 4 }, () => {
      const before = process.cpuUsage()
      redactText(text)
      return process.cpuUsage(before).user
    })
    return Math.min(...tries)
  }

  for (const piece of pieces) {
    const base = cost(piece.repeat(10_000))
    // Eight times the length; a square law would give sixty-four.
    expect(cost(piece.repeat(80_000)), piece).toBeLessThan(32 * Math.max(base, 5_000))
  }
})
