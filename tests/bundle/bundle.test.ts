// Bundles, made from a server on the loopback that is release host and registry in one, and what is refused of them.
import { afterAll, beforeAll, expect, test } from "bun:test"
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { type BundledProgram, makeBundle } from "../../src/bundle/make-bundle.ts"
import { ownProgram } from "../../src/bundle/own-program.ts"
import { readChecksums } from "../../src/components/archives/given-checksums.ts"
import { type KnownArchives, knownChecksums, withChecksums } from "../../src/components/archives/tables/checksums.ts"
import { components } from "../../src/components/loaded.ts"
import { whyNotForNode } from "../../src/decide/install/bundle-fit.ts"
import { archivesInBundle } from "../../src/detect/known-archives.ts"
import { readManifest, writeManifest } from "../../src/documents/bundle/manifest.ts"
import { readImageArchive } from "../../src/documents/image-archive/image-archive.ts"
import type { Answers } from "../../src/model/answers.ts"
import { known } from "../../src/model/facts/fact.ts"
import type { NodeFacts } from "../../src/model/facts/node-facts.ts"
import { hostOfRegistry, type RegistryLogin } from "../../src/model/facts/registry-logins.ts"
import type { BundleManifest } from "../../src/model/install/bundle.ts"
import { openBundle } from "../../src/packages/archives/open-bundle.ts"
import { partsOfImage } from "../../src/packages/images/pull-image.ts"
import { loopbackServer } from "../machine/archives/https-server.ts"
import { temporaryDirectory } from "../machine/temporary-directory.ts"

const directory = temporaryDirectory()
const files = new Map<string, Buffer>()
const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex")
let askedFor: string[] = []

const server = loopbackServer((request) => {
  const { pathname, searchParams } = new URL(request.url)
  askedFor.push(pathname)
  if (pathname === "/token") return Response.json({ token: `for-${searchParams.get("scope")}` })
  const isRegistry = pathname.startsWith("/v2/")
  if (pathname.startsWith("/v2/private/")) {
    if (request.headers.get("authorization") !== login)
      return new Response("", { status: 401, headers: { "www-authenticate": 'Basic realm="here"' } })
    const own = files.get(pathname)
    return own === undefined ? new Response("", { status: 404 }) : new Response(own)
  }
  if (isRegistry && request.headers.get("authorization") !== "Bearer for-pull") {
    const challenge = `Bearer realm="${new URL("/token", request.url)}",service="here",scope="pull"`
    return new Response("", { status: 401, headers: { "www-authenticate": challenge } })
  }
  const found = files.get(pathname)
  return found === undefined ? new Response("", { status: 404 }) : new Response(found)
})

const login = `Basic ${Buffer.from("user:hunter2").toString("base64")}`
const version = "2.1.9"
const script = "#!/bin/sh\n"

function archiveOf(name: string, members: readonly string[]): Buffer {
  const from = directory.at(`made-${name}`)
  for (const member of members) directory.file(`${from}/${member}`, script, 0o755)
  const { status, stdout, stderr } = spawnSync("tar", ["-czf", "-", "-C", from, "."])
  if (status !== 0) throw new Error(`tar: ${stderr}`)
  return stdout
}

/** An image as a registry has it: a list of two architectures. */
function putImage(repository: string, tag: string): void {
  const put = (path: string, bytes: Buffer) => files.set(`/v2/${repository}/${path}`, bytes)
  const json = (value: unknown) => Buffer.from(JSON.stringify(value))
  const manifests = (["amd64", "arm64"] as const).map((architecture) => {
    const layer = archiveOf(`layer-${architecture}`, [`pause-${architecture}`])
    const config = json({
      architecture,
      os: "linux",
      rootfs: { type: "layers", diff_ids: [`sha256:${sha256(Bun.gunzipSync(new Uint8Array(layer)))}`] },
    })
    const of = (bytes: Buffer, mediaType: string) => ({
      mediaType,
      digest: `sha256:${sha256(bytes)}`,
      size: bytes.length,
    })
    const manifest = json({
      schemaVersion: 2,
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      config: of(config, "application/vnd.oci.image.config.v1+json"),
      layers: [of(layer, "application/vnd.oci.image.layer.v1.tar+gzip")],
    })
    put(`blobs/sha256:${sha256(config)}`, config)
    put(`blobs/sha256:${sha256(layer)}`, layer)
    put(`manifests/sha256:${sha256(manifest)}`, manifest)
    return { ...of(manifest, "application/vnd.oci.image.manifest.v1+json"), platform: { os: "linux", architecture } }
  })
  put(`manifests/${tag}`, json({ schemaVersion: 2, manifests }))
}

let archives: KnownArchives

beforeAll(() => {
  process.env["SSL_CERT_FILE"] = server.trust
  const lines: string[] = []
  for (const arch of ["amd64", "arm64"]) {
    const of: Readonly<Record<string, Buffer>> = {
      [`containerd/containerd/releases/download/v${version}/containerd-${version}-linux-${arch}.tar.gz`]: archiveOf(
        "containerd",
        ["bin/containerd", "bin/ctr"],
      ),
      [`opencontainers/runc/releases/download/v1.3.6/runc.${arch}`]: Buffer.from(script),
      [`containernetworking/plugins/releases/download/v1.9.1/cni-plugins-linux-${arch}-v1.9.1.tgz`]: archiveOf("cni", [
        "bridge",
        "loopback",
      ]),
      [`kubernetes-sigs/cri-tools/releases/download/v1.34.0/crictl-v1.34.0-linux-${arch}.tar.gz`]: archiveOf("crictl", [
        "crictl",
      ]),
    }
    for (const [path, bytes] of Object.entries(of)) {
      files.set(`/github.com/${path}`, bytes)
      lines.push(`${sha256(bytes)}  ${path}`)
    }
  }
  putImage("pause", "3.10.1")
  const projects = components.flatMap(({ install }) => install?.archives?.projects({ id: "", name: "" }) ?? [])
  const given = readChecksums("sums", lines.join("\n"), projects)
  if (!given.ok) throw new Error("the checksums of this test are none")
  archives = { checksums: withChecksums(knownChecksums(), given.value), given: given.value, isThere: () => false }
})
afterAll(() => {
  delete process.env["SSL_CERT_FILE"]
  server.stop()
})

const facts = (machine: string, id = "debian") =>
  ({
    os: known({ id, name: id }, { kind: "flag", flag: "" }),
    architecture: known(machine, { kind: "flag", flag: "" }),
    initSystem: known("systemd", { kind: "flag", flag: "" }),
  }) as unknown as NodeFacts

const answers: Answers = {
  runtime: "containerd",
  "runtime-release": version,
  "kubernetes-version": "1.34",
  "sandbox-image": "registry.k8s.io/pause:3.10.1",
  "release-mirror": server.url,
  "registry-mirror": [{ host: "registry.k8s.io", url: server.url }],
}

const make = (
  out: string,
  more: Answers = {},
  architecture: "amd64" | "arm64" = "arm64",
  program: BundledProgram | undefined = undefined,
  logins: readonly RegistryLogin[] = [],
) =>
  makeBundle({
    node: facts(architecture === "arm64" ? "aarch64" : "x86_64"),
    architecture,
    answers: { ...answers, ...more },
    out: directory.at(out),
    known: archives,
    program,
    withPackages: false,
    logins,
    onProgress: () => undefined,
  })
const open = (path: string) => openBundle(directory.at(path), directory.at(`scratch-${path.replaceAll("/", "-")}`))

test("a password of a proxy does not go into a bundle, which anybody may read", async () => {
  await make("open", { proxy: "http://proxy.example:3128" })
  await make("secret", { proxy: "http://user:hunter2@proxy.example:3128" })

  expect(readFileSync(directory.at("open/answers.toml"), "utf8")).toContain('proxy = "http://proxy.example:3128"')
  expect(readFileSync(directory.at("secret/answers.toml"), "utf8")).not.toMatch(/hunter2|proxy/)
})

test("the sandbox image is pulled with a password that came by standard input, of which the bundle has nothing", async () => {
  putImage("private/pause", "3.10.1")
  const row = { host: "private.example", mirrors: [server.url], credentialsFile: "-" }
  const asked = { "sandbox-image": "private.example/private/pause:3.10.1", registry: [row] }
  const logins = [{ host: hostOfRegistry(server.url), authorization: login }]

  expect(await make("anonymous", asked)).toMatchObject({ ok: false, fault: { code: "image-not-pulled" } })
  expect(await make("known", asked, "arm64", undefined, logins)).toMatchObject({ ok: true })

  const answersFile = readFileSync(directory.at("known/answers.toml"), "utf8")
  expect(answersFile).toContain('credentials_file = "-"')
  const found = spawnSync("grep", ["-rlE", `hunter2|${login.slice("Basic ".length)}`, directory.at("known")])
  expect(found.stdout.toString()).toBe("")
  for (const path of files.keys()) if (path.startsWith("/v2/private/")) files.delete(path)
})

test("a bundle for another processor: archives, the sandbox image of that processor, answers, and a manifest of all", async () => {
  const made = await make("arm64")

  expect(made).toMatchObject({
    ok: true,
    value: { manifest: { runtime: "containerd", release: version, arch: "arm64" } },
  })
  const opened = await open("arm64")
  const listed = opened.ok
    ? opened.value.manifest.files.map(({ name, version: of, os, target }) => [name, of, os, target])
    : opened.fault
  expect(listed).toEqual([
    ["containerd", version, "glibc", "/usr/local/bin/"],
    ["runc", "1.3.6", "any", "/usr/local/sbin/runc"],
    ["cni-plugins", "1.9.1", "any", "/opt/cni/bin/"],
    ["crictl", "1.34.0", "any", "/usr/local/bin/crictl"],
    ["sandbox-image", "registry.k8s.io/pause:3.10.1", "any", "images"],
  ])
  const image = await readImageArchive(readFileSync(directory.at("arm64/images/sandbox-image.tar")))
  expect(image).toMatchObject({ images: [{ name: "registry.k8s.io/pause:3.10.1", architecture: "arm64" }] })
  expect(readFileSync(directory.at("arm64/answers.toml"), "utf8")).toContain('kubernetes-version = "1.34"')
  expect(readdirSync(directory.path).filter((name) => name.startsWith(".criadm"))).toEqual([])
})

test.each(["with-criadm", "with-criadm.tar"])("criadm itself is in %s, and can be run from there", async (out) => {
  writeFileSync(directory.at("own"), "#!/bin/sh\necho criadm of the bundle\n")

  await make(out, {}, "amd64", { path: directory.at("own"), version: "1.2.3", os: "any" })

  const opened = await open(out)
  expect(opened.ok && opened.value.manifest.files.at(-1)).toMatchObject({
    name: "criadm",
    version: "1.2.3",
    file: "criadm",
  })
  if (out.endsWith(".tar")) spawnSync("tar", ["-xf", directory.at(out), "-C", directory.path, "criadm"])
  const place = out.endsWith(".tar") ? directory.at("criadm") : directory.at(`${out}/criadm`)
  expect(spawnSync(place, { encoding: "utf8" }).stdout).toBe("criadm of the bundle\n")
  const known = opened.ok ? archivesInBundle(out, opened.value.manifest, archives) : opened
  expect(known.ok && [...known.value.checksums.keys()]).not.toContain("criadm")
})

test.each([
  ["amd64", "debian", { target: "linux-x64", form: "static" }, "any"],
  ["amd64", "alpine", { target: "linux-x64", form: "static" }, "any"],
  ["amd64", "debian", { target: "linux-x64", form: "glibc" }, "glibc"],
  ["amd64", "alpine", { target: "linux-x64", form: "glibc" }, undefined],
  ["arm64", "debian", { target: "linux-x64", form: "static" }, undefined],
  ["amd64", "debian", { target: "source", form: "source" }, undefined],
] as const)("for %s and %s, of %p", (architecture, system, build, os) => {
  expect(ownProgram(architecture, system, { ...build, version: "1.2.3" })?.os).toBe(os as string)
})

test("the same as one file, which tar reads too", async () => {
  expect(await make("node.tar", {}, "amd64")).toMatchObject({ ok: true })

  const listed = spawnSync("tar", ["-tf", directory.at("node.tar")], { encoding: "utf8" }).stdout
  expect(listed).toContain("manifest.toml\n")
  expect(await open("node.tar")).toMatchObject({ ok: true, value: { manifest: { arch: "amd64" } } })
})

test("a manifest is read back as it was written", async () => {
  const opened = await open("arm64")
  const manifest = opened.ok ? opened.value.manifest : ({} as BundleManifest)

  expect(readManifest(writeManifest(manifest))).toEqual(manifest)
})

test("a manifest says which packages are asked for, and none that could be an option of their manager", async () => {
  const opened = await open("arm64")
  const manifest = opened.ok ? opened.value.manifest : ({} as BundleManifest)
  const withPackages = { ...manifest, packages: { manager: "apt" as const, requested: ["containerd", "runc"] } }

  expect(readManifest(writeManifest(withPackages))).toEqual(withPackages)
  expect(readManifest(writeManifest({ ...withPackages, packages: { manager: "apt", requested: ["-oX=y"] } }))).toBe(
    undefined,
  )
})

test.each<[why: string, spoil: (path: string) => void]>([
  ["file-differs", (path) => appendFileSync(join(path, "files/runc.arm64-1.3.6"), "x")],
  ["file-missing", (path) => rmSync(join(path, "files/runc.arm64-1.3.6"))],
  ["file-missing", (path) => linkInstead(join(path, "files/runc.arm64-1.3.6"))],
  ["no-manifest", (path) => rmSync(join(path, "manifest.toml"))],
  ["manifest-broken", (path) => writeFileSync(join(path, "manifest.toml"), "kind = 'Bundle'\nversion = 2\n")],
  ["manifest-broken", (path) => edit(path, "files/runc.arm64-1.3.6", "../../etc/passwd")],
  ["manifest-broken", (path) => edit(path, "files/runc.arm64-1.3.6", "/etc/passwd")],
])("%s: a bundle that was spoilt is refused", async (why, spoil) => {
  rmSync(directory.at("spoilt"), { recursive: true, force: true })
  cpSync(directory.at("arm64"), directory.at("spoilt"), { recursive: true })
  spoil(directory.at("spoilt"))

  expect(await open("spoilt")).toMatchObject({ ok: false, fault: { code: "bundle-broken", args: { why } } })
})

function linkInstead(path: string): void {
  cpSync(path, `${path}.elsewhere`)
  rmSync(path)
  symlinkSync(`${path}.elsewhere`, path)
}

function edit(path: string, from: string, to: string): void {
  const manifest = join(path, "manifest.toml")
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace(from, to))
}

test("a bundle in one file that is cut off, or has a way out, leaves nothing", async () => {
  const whole = readFileSync(directory.at("node.tar"))
  writeFileSync(directory.at("cut.tar"), whole.subarray(0, whole.length / 2))
  mkdirSync(directory.at("links"))
  symlinkSync("/etc", directory.at("links/files"))
  spawnSync("tar", ["-cf", directory.at("links.tar"), "-C", directory.at("links"), "files"])

  for (const name of ["cut.tar", "links.tar"]) {
    expect(await open(name)).toMatchObject({
      ok: false,
      fault: { code: "bundle-broken", args: { why: "not-unpacked" } },
    })
    expect(readdirSync(directory.path)).not.toContain(`scratch-${name}`)
  }
})

test("a bundle for another processor or C library is refused, and names both", async () => {
  const opened = await open("arm64")
  if (!opened.ok) throw new Error("not opened")
  const { manifest } = opened.value

  expect(whyNotForNode("/b", manifest, facts("aarch64"))).toBeUndefined()
  expect(whyNotForNode("/b", manifest, facts("x86_64"))).toMatchObject({
    args: { what: "architecture", has: "arm64", node: "amd64" },
  })
  expect(whyNotForNode("/b", manifest, facts("aarch64", "alpine"))).toMatchObject({
    args: { what: "system", has: "glibc", node: "alpine" },
  })
})

test("an image that is not what its digest says, or not there for that processor, is no part of a bundle", async () => {
  const blob = [...files.keys()].filter((path) => path.includes("/blobs/")).at(-1) ?? ""
  const whole = files.get(blob) ?? Buffer.alloc(0)
  const spoilt = Buffer.from(whole)
  spoilt[40] = (spoilt[40] ?? 0) ^ 1
  files.set(blob, spoilt)
  expect(await make("spoilt-image")).toMatchObject({
    ok: false,
    fault: { code: "image-not-pulled", args: { why: "differs" } },
  })
  files.set(blob, whole)
  expect(await make("no-image", { "sandbox-image": "registry.k8s.io/absent:1" })).toMatchObject({
    fault: { code: "image-not-pulled", args: { why: "not-fetched" } },
  })
  expect(readdirSync(directory.path).filter((name) => name.includes("image"))).toEqual([])
})

test.each([
  ["of the first schema", { schemaVersion: 1, fsLayers: [] }],
  ["without sizes", { config: { digest: `sha256:${"0".repeat(64)}` }, layers: [] }],
  ["whose list is none", { manifests: "all" }],
  ["that is no object", null],
])("a manifest %s is told as one that is not understood", async (_, manifest) => {
  files.set("/v2/odd/manifests/1", Buffer.from(JSON.stringify(manifest)))

  expect(await make("odd", { "sandbox-image": "registry.k8s.io/odd:1" })).toMatchObject({
    ok: false,
    fault: { code: "image-not-pulled", args: { why: "not-understood" } },
  })
})

test("what is there already is not written over", async () => {
  askedFor = []
  expect(await make("arm64")).toMatchObject({ fault: { code: "bundle-place-taken" } })
  expect(askedFor).toEqual([])
})

test.each([
  ["registry.k8s.io/pause:3.10", { host: "registry.k8s.io", repository: "pause", reference: "3.10" }],
  ["localhost:5000/a/b", { host: "localhost:5000", repository: "a/b", reference: "latest" }],
  [
    `r.example/a:1@sha256:${"0".repeat(64)}`,
    { host: "r.example", repository: "a", reference: `sha256:${"0".repeat(64)}` },
  ],
  ["pause:3.10", undefined],
  ["library/pause:3.10", undefined],
])("%s in its parts", (image, parts) => {
  expect(partsOfImage(image)).toEqual(parts)
})
