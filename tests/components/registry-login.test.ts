import { describe, expect, test } from "bun:test"
import type { Contribution, Wanted } from "../../src/components/component.ts"
import { containerd } from "../../src/components/containerd/component.ts"
import { crio } from "../../src/components/crio/component.ts"
import { detectRegistryLogins } from "../../src/detect/registry-logins.ts"
import type { ReadingMachine } from "../../src/machine/reading.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import type { FileFact } from "../../src/model/file-content.ts"
import { redactValue } from "../../src/model/secrets/redact.ts"
import type { Registry } from "../../src/model/setting.ts"
import { readAnswers, writeAnswers } from "../../src/settings/answers-file.ts"
import { registry } from "../../src/settings/definitions/registry.ts"
import * as ofContainerd from "./containerd/a-node.ts"
import * as ofCrio from "./crio/a-node.ts"

const file = "/root/auth.json"
const auth = Buffer.from("user:secret").toString("base64")
const row: Registry = { host: "r.example:5000", mirrors: [], credentialsFile: file }

function loginsIn(text: string | undefined): Pick<NodeFacts, "registryLogins"> {
  const readFile = (path: string) =>
    text === undefined
      ? { state: "absent", path }
      : { state: "read", path, realPath: path, bytes: new TextEncoder().encode(text), mode: 0o600, uid: 0, gid: 0 }
  return detectRegistryLogins({ readFile } as unknown as ReadingMachine, { registry: [row] })
}

const fromInput: Registry = { ...row, credentialsFile: "-" }

function byInput(rows: readonly Registry[], input: string | undefined): Pick<NodeFacts, "registryLogins"> {
  return detectRegistryLogins({} as ReadingMachine, { registry: rows }, input)
}

function textAt({ changes }: Contribution, path: string): string {
  const change = changes.find((one) => one.kind === "file" && one.path === path)
  return change?.kind === "file" ? (change.after?.text ?? "") : ""
}

const written = (contribution: Contribution, path: string) => ofCrio.fileFact(path, textAt(contribution, path))

const stating = (auths: unknown) => loginsIn(JSON.stringify({ auths }))

/** What containerd 1.7 gets, and whether it may be. */
function contributed(logins: Pick<NodeFacts, "registryLogins">, registries: readonly Registry[] = [row], texts = {}) {
  const before = { [ofContainerd.configPath]: withPath, ...texts }
  const node = { ...ofContainerd.nodeOf(ofContainerd.factsOf("1.7.24", before)), ...logins }
  return containerd.contribute(ofContainerd.wanting({ registries } as Partial<Wanted>), node)
}

const withPath =
  'version = 2\n[plugins."io.containerd.grpc.v1.cri".registry]\n  config_path = "/etc/containerd/certs.d"\n'
const hosts = "/etc/containerd/certs.d/r.example:5000/hosts.toml"

describe("the credentials of a registry", () => {
  test("are a file's path in an answer, never what is in it", () => {
    const parsed = registry.parse([`r.example:5000,credentials_file=${file}`])

    expect(parsed).toEqual({ ok: true, value: [row] })
    const text = writeAnswers({ registry: [row] }, () => "help")
    expect(readAnswers("a.toml", text)).toMatchObject({ ok: true, value: { values: { registry: [row] } } })
    expect(registry.parse(["*,credentials_file=/root/auth.json"]).ok).toBe(false)
  })

  test.each([
    ["as docker login writes it", { "https://r.example:5000/v2/": { auth } }],
    ["as podman login writes it", { "r.example:5000": { auth } }],
    ["with name and password apart", { "R.example:5000": { username: "user", password: "secret" } }],
  ])("are read %s, and are the file's only in a file that is its owner's", (_, auths) => {
    const [change] = contributed(stating(auths)).changes.filter(({ kind }) => kind === "file")

    expect(change).toMatchObject({ path: hosts, after: { mode: 0o600 } })
    expect(change?.kind === "file" ? change.after?.text : "").toContain(`authorization = "Basic ${auth}"\n`)
  })

  test("of Docker Hub have several names", () => {
    const hub = { "https://index.docker.io/v1/": { auth } }

    expect(contributed(stating(hub), [{ ...row, host: "docker.io" }]).refusals).toEqual([])
  })

  test("are a mirror's where there are mirrors", () => {
    const mirrored = { ...row, mirrors: ["https://m.example"] }

    expect(contributed(stating({ "m.example": { auth } }), [mirrored]).refusals).toEqual([])
    expect(contributed(stating({ "r.example:5000": { auth } }), [mirrored]).refusals[0]).toMatchObject({
      args: { host: "m.example", why: "no-password" },
    })
  })

  test.each([
    ["no file", loginsIn(undefined), "absent"],
    ["no JSON", loginsIn("auths"), "form"],
    ["another registry's", stating({ "other.example": { auth } }), "no-password"],
    ["a helper's", stating({ "r.example:5000": {} }), "no-password"],
    ["a token", stating({ "r.example:5000": { identitytoken: "t" } }), "no-password"],
  ])("are refused where there is %s", (_, logins, why) => {
    expect(contributed(logins).refusals).toEqual([
      { code: "credentials-unusable", args: { file, host: "r.example:5000", why } } as never,
    ])
  })

  test("stay where they count when their file is gone", () => {
    const text = `[host."https://r.example:5000"]\n  capabilities = ["pull", "resolve"]\n  header = { Authorization = "Basic ${auth}" }\n`

    expect(contributed(loginsIn(undefined), [row], { [hosts]: text }).refusals).toEqual([])
  })

  test("are shown by no fact", () => {
    expect(JSON.stringify(redactValue(stating({ "r.example:5000": { auth } })))).not.toContain(auth)
  })

  test.each([
    ["as docker login writes them", JSON.stringify({ auths: { "r.example:5000": { auth } } })],
    ["on one line", "user:secret\n"],
  ])("come by standard input %s", (_, input) => {
    const [change] = contributed(byInput([fromInput], input), [fromInput]).changes.filter(({ kind }) => kind === "file")

    expect(registry.parse(["r.example:5000,credentials_file=-"])).toEqual({ ok: true, value: [fromInput] })
    expect(change).toMatchObject({ path: hosts, after: { mode: 0o600 } })
    expect(change?.kind === "file" ? change.after?.text : "").toContain(`authorization = "Basic ${auth}"\n`)
  })

  test("on one line are nobody's where two registries are asked, and are missing where none came", () => {
    const two = [fromInput, { ...fromInput, host: "b.example" }]

    expect(contributed(byInput(two, "user:secret\n"), two).refusals[0]).toMatchObject({ args: { why: "form" } })
    expect(contributed(byInput([fromInput], undefined), [fromInput]).refusals).toEqual([
      { code: "credentials-unusable", args: { file: "-", host: "r.example:5000", why: "absent" } },
    ])
  })

  test("that came by standard input are CRI-O's in a file of their own, beside those of others where it reads one", () => {
    const plan = (texts: Readonly<Record<string, string>>, authFile: FileFact | undefined, input?: string) => {
      const facts = ofCrio.factsOf("1.36.3", texts, authFile === undefined ? {} : { authFile })
      const node = { ...ofCrio.nodeOf(facts), ...byInput([fromInput], input) }
      return crio.contribute(ofCrio.wanting({ registries: [fromInput] } as Partial<Wanted>), node)
    }
    const own = "/etc/crio/registry-auth.json"
    const stated = { [ofCrio.ownPath]: `[crio.image]\nglobal_auth_file = "/root/theirs.json"\n` }
    const theirs = ofCrio.fileFact("/root/theirs.json", '{"auths": {"a.example": {"auth": "eDp5"}}}\n')

    const fresh = plan({}, undefined, "user:secret")
    const beside = plan(stated, theirs, "user:secret")
    const again = plan({ [ofCrio.ownPath]: `[crio.image]\nglobal_auth_file = "${own}"\n` }, written(fresh, own))

    expect(textAt(fresh, ofCrio.ownPath)).toContain(`global_auth_file = "${own}"`)
    expect(JSON.parse(textAt(fresh, own))).toEqual({ auths: { "r.example:5000": { auth } } })
    expect(fresh.changes.find((change) => change.kind === "file" && change.path === own)).toMatchObject({
      after: { mode: 0o600 },
    })
    expect(JSON.parse(textAt(beside, "/root/theirs.json"))).toEqual({
      auths: { "a.example": { auth: "eDp5" }, "r.example:5000": { auth } },
    })
    expect({ changes: again.changes, refusals: again.refusals }).toEqual({ changes: [], refusals: [] })
    expect(plan({}, undefined).refusals[0]).toMatchObject({ args: { why: "absent" } })
  })

  test("are one file for all registries of CRI-O, which reads it as it is", () => {
    const node = { ...ofCrio.nodeOf(ofCrio.factsOf("1.36.3", {})), ...stating({ "r.example:5000": { auth } }) }
    const wanted = (registries: readonly Registry[]) =>
      crio.contribute(ofCrio.wanting({ registries } as Partial<Wanted>), node)

    const [change] = wanted([row]).changes.filter(({ kind }) => kind === "file")
    expect(change?.kind === "file" ? change.after?.text : "").toContain(`global_auth_file = "${file}"\n`)
    expect(JSON.stringify(wanted([row]))).not.toContain(auth)
    expect(wanted([row, { ...row, host: "b.example", credentialsFile: "/other" }]).refusals[0]?.code).toBe(
      "crio-one-auth-file",
    )
  })
})
