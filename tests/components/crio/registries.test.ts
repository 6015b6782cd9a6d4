import { expect, test } from "bun:test"
import type { CertificatePlaces } from "../../../src/components/registry-certificates.ts"
import { actions, planFor, serviceOf, type Texts, textsAfter } from "./a-node.ts"

const own = "/etc/containers/registries.conf.d/99-criadm.conf"
const mirror = { host: "registry.k8s.io", url: "https://mirror.example.com/k8s" }

const written = `# Written by criadm. See containers-registries.conf(5).

[[registry]]
prefix = "registry.k8s.io"
location = "registry.k8s.io"

[[registry.mirror]]
location = "mirror.example.com/k8s"
`

function plan(texts: Texts, mirrors = [mirror]) {
  return planFor("1.36.3", texts, { registryMirrors: mirrors })
}

test("a mirror goes into a file of containers-registries.conf, and a reload is enough", () => {
  const contribution = plan({})

  expect(textsAfter({}, contribution)).toEqual({ [own]: written })
  expect(actions(contribution)).toEqual(["reload crio.service"])
  expect(contribution.readings).toContainEqual({ path: own, hash: null })
  expect(contribution.notes).toEqual([{ code: "crio-registries-shared", args: { file: own } }])
})

test("a second run changes nothing", () => {
  expect(plan({ [own]: written }).changes).toEqual([])
})

test("a service that does not run needs nothing for a mirror", () => {
  const service = serviceOf({ state: "inactive" })

  expect(actions(planFor("1.36.3", {}, { registryMirrors: [mirror] }, { service }))).toEqual([])
})

test("plain HTTP is marked as such, and several registries stand one below the other", () => {
  const docker = { host: "docker.io", url: "http://cache.example.com:5000" }

  const after = textsAfter({}, plan({}, [mirror, docker]))

  expect(after[own]).toBe(
    `${written}\n[[registry]]\nprefix = "docker.io"\nlocation = "docker.io"\n\n` +
      `[[registry.mirror]]\nlocation = "cache.example.com:5000"\ninsecure = true\n`,
  )
})

test("another mirror for the same registry is asked before the one that was there", () => {
  const other = { ...mirror, url: "https://second.example.com" }

  const after = textsAfter({ [own]: written }, plan({ [own]: written }, [other]))

  expect(after[own]).toBe(
    written.replace(
      "[[registry.mirror]]\n",
      '[[registry.mirror]]\nlocation = "second.example.com"\n\n[[registry.mirror]]\n',
    ),
  )
})

test("an entry of criadm's without a mirror gets one behind its keys", () => {
  const bare = '[[registry]]\nlocation = "registry.k8s.io"\n\n[[registry]]\nlocation = "quay.io"\n'

  expect(textsAfter({}, plan({ [own]: bare }))[own]).toBe(
    '[[registry]]\nlocation = "registry.k8s.io"\n\n[[registry.mirror]]\nlocation = "mirror.example.com/k8s"\n\n' +
      '[[registry]]\nlocation = "quay.io"\n',
  )
})

test("an entry in somebody else's file is left alone: fit, or refused with its place", () => {
  const path = "/etc/containers/registries.conf"
  const blocked = '# site\n[[registry]]\nlocation = "registry.k8s.io"\nblocked = true\n'
  const site = "/etc/containers/registries.conf.d/50-site.conf"

  expect(plan({ [path]: blocked }).refusals).toMatchObject([
    { code: "crio-registry-elsewhere", args: { host: "registry.k8s.io", file: path }, place: { line: 2 } },
  ])
  expect(plan({ [site]: written }).changes).toEqual([])
  expect(plan({ [site]: written }).refusals).toEqual([])
})

test("a file that cannot be understood is refused, but only when a mirror is wanted", () => {
  const texts = { "/etc/containers/registries.conf": "[[registry\n" }

  expect(plan(texts).refusals).toMatchObject([{ code: "document-broken" }])
  expect(plan(texts, []).refusals).toEqual([])
})

test("a mirror written on one line that leaves no room is refused, not guessed", () => {
  const inline = 'registry = [{ prefix = "registry.k8s.io", location = "registry.k8s.io" }]\n'

  expect(plan({ [own]: inline }).refusals).toMatchObject([{ code: "crio-registry-edit-refused" }])
})

test("one mirror for everything is refused: CRI-O has none", () => {
  expect(plan({}, [{ host: "_default", url: "https://mirror.example.com" }]).refusals).toMatchObject([
    { code: "crio-no-default-mirror" },
  ])
})

test("several mirrors stand in the order in which they are asked, and a second run changes nothing", () => {
  const registries = [
    { host: "quay.io", mirrors: ["https://a.example", "https://b.example"], skipVerify: true as const },
  ]
  const after = textsAfter({}, planFor("1.36.3", {}, { registries }))
  const text = after[own] ?? ""

  expect(text.indexOf("a.example")).toBeLessThan(text.indexOf("b.example"))
  expect(text.match(/insecure = true/g)).toHaveLength(2)
  expect(planFor("1.36.3", { [own]: text }, { registries }).changes).toEqual([])
})

test("what CRI-O reads from a directory of certificates is linked there once, and nothing gives way to it", () => {
  const tls = { ca: "/etc/ssl/a.pem", clientCert: "/etc/ssl/n.crt", clientKey: "/etc/ssl/n.key" }
  const registries = [{ host: "quay.io", mirrors: ["https://a.example:5000"], ...tls }]
  const place = "/etc/containers/certs.d/a.example:5000"
  const links = {
    [`${place}/criadm.crt`]: "/etc/ssl/a.pem",
    [`${place}/criadm.cert`]: "/etc/ssl/n.crt",
    [`${place}/criadm.key`]: "/etc/ssl/n.key",
  }
  const directories = ["/etc", "/etc/containers"]
  const madeIn = (certificates: CertificatePlaces) => planFor("1.36.3", {}, { registries }, { certificates })
  const made = madeIn({ directories, links: {} }).changes

  expect(made.flatMap((change) => (change.kind === "link" ? [[change.path, change.target]] : []))).toEqual(
    Object.entries(links),
  )
  expect(made.flatMap((change) => (change.kind === "directory" ? [change.path] : []))).toEqual([
    "/etc/containers/certs.d",
    place,
  ])
  expect(madeIn({ directories, links }).changes.filter(({ kind }) => kind === "link")).toEqual([])
  expect(madeIn({ directories, links: { [`${place}/criadm.crt`]: "" } }).refusals).toMatchObject([
    { code: "registry-certificate-in-the-way", args: { path: `${place}/criadm.crt` } },
  ])
})
