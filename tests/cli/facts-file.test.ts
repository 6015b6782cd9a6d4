// Facts printed on one machine and judged on another.
import { describe, expect, test } from "bun:test"
import { readFacts } from "../../src/cli/facts-file.ts"
import { components } from "../../src/components/loaded.ts"
import { findingsOf } from "../../src/decide/findings.ts"
import { withoutCredentials } from "../../src/detect/redact.ts"
import { configToml, containerdConfig, factsOf, joining, type NodeOptions } from "../decide/a-node.ts"

const secret = "c3VwZXI6c2VjcmV0"
const withSecret: NodeOptions = {
  files: {
    [configToml]: `${containerdConfig.replace("= true", "= false")}
[plugins.'io.containerd.cri.v1.images'.registry.configs.'r.example.com'.auth]
  auth = "${secret}"
  identitytoken = "${secret}"
`,
    "/etc/containerd/certs.d/r.example.com/hosts.toml": `[host."https://r.example.com".header]\n  Authorization = ["Basic ${secret}"]\n`,
    "/usr/lib/systemd/system/containerd.service":
      '[Service]\nEnvironment="HTTP_PROXY=http://me:hunter2@proxy:3128"\nExecStart=/usr/bin/containerd\n[Install]\nWantedBy=multi-user.target\n',
  },
}

describe("facts apart from verdicts", () => {
  test.each([
    ["a node with credentials in its files", withSecret],
    ["a node before it joins", joining],
  ] as const)("%s gives the same findings elsewhere", async (_what, options) => {
    const node = await factsOf(options)
    const printed = JSON.stringify(withoutCredentials(node, components))
    const read = readFacts("node.json", printed)

    expect(read.ok).toBe(true)
    if (!read.ok) return
    expect(findingsOf(read.value, components)).toEqual(findingsOf(withoutCredentials(node, components), components))
    expect(findingsOf(read.value, components).map(({ code, severity, args }) => ({ code, severity, args }))).toEqual(
      findingsOf(node, components).map(({ code, severity, args }) => ({ code, severity, args })),
    )
  })

  test("no credential is in what is printed, and every text keeps its length", async () => {
    const node = await factsOf(withSecret)
    const clean = withoutCredentials(node, components)

    expect(JSON.stringify(clean)).not.toContain(secret)
    expect(JSON.stringify(clean)).not.toContain("hunter2")
    expect(JSON.stringify(clean).length).toBe(JSON.stringify(node).length)
  })
})

describe("what is no facts file is said", () => {
  test.each([
    ["text", "hello", "not a JSON object"],
    ["a list", "[]", "not a JSON object"],
    ["a plan", '{"kind":"Plan","version":1}', "kind"],
    ["a later form", '{"kind":"NodeFacts","version":2}', '"version" is 2'],
    ["half of it", '{"kind":"NodeFacts","version":1,"root":"/","isLive":true,"platform":"linux"}', "initSystem"],
  ])("%s", (_what, text, why) => {
    const read = readFacts("node.json", text)

    expect(read).toMatchObject({ ok: false, fault: { code: "facts-file-broken" } })
    expect(JSON.stringify(read)).toContain(JSON.stringify(why).slice(1, -1))
  })

  test("facts with a part taken out are refused, whichever part it is", async () => {
    const node = JSON.parse(JSON.stringify(await factsOf())) as Record<string, unknown>
    const optional = ["uid", "observedAt", "preflight", "owners", "running", "notDetected"]

    for (const key of Object.keys(node).filter((name) => !optional.includes(name))) {
      const { [key]: _out, ...rest } = node
      expect(readFacts("node.json", JSON.stringify(rest)).ok, key).toBe(false)
      expect(readFacts("node.json", JSON.stringify({ ...rest, [key]: 7 })).ok, key).toBe(false)
    }
  })
})
