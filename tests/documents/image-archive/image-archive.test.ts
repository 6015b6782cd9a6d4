// Archives as docker save, ctr images export and skopeo write them, made here member by member.
import { describe, expect, test } from "bun:test"
import { createHash } from "node:crypto"
import { gzipSync } from "node:zlib"
import { readImageArchive } from "../../../src/documents/image-archive/image-archive.ts"

type Members = Record<string, string>

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex")
const archiveOf = (members: Members) => new Bun.Archive(members).bytes()

function configOf(architecture: string): string {
  return JSON.stringify({ architecture, os: "linux", rootfs: { type: "layers", diff_ids: [] } })
}

function docker(architecture: string, names: readonly string[] | null): Members {
  const config = configOf(architecture)
  const name = `${sha256(config)}.json`
  return { [name]: config, "manifest.json": JSON.stringify([{ Config: name, RepoTags: names, Layers: [] }]) }
}

const blob = (text: string) => ({ [`blobs/sha256/${sha256(text)}`]: text })
const descriptor = (text: string, more: object = {}) => ({
  digest: `sha256:${sha256(text)}`,
  size: text.length,
  ...more,
})

/** An OCI layout with one image; of several architectures an index stands between. `lacking`: named and left out. */
function layout(annotations: object, architectures: readonly string[], lacking: readonly string[] = []): Members {
  const parts = [...architectures, ...lacking].map((architecture) => {
    const config = configOf(architecture)
    return { architecture, config, manifest: JSON.stringify({ config: descriptor(config), layers: [] }) }
  })
  const isOne = parts.length === 1
  const manifests = parts.map(({ manifest, architecture }) => descriptor(manifest, { platform: { architecture } }))
  const top = isOne ? parts[0]!.manifest : JSON.stringify({ manifests })
  const there = parts.filter(({ architecture }) => !lacking.includes(architecture))
  return {
    "oci-layout": '{"imageLayoutVersion":"1.0.0"}',
    ...Object.assign({}, ...there.flatMap(({ config, manifest }) => [blob(config), blob(manifest)])),
    ...blob(top),
    "index.json": JSON.stringify({ manifests: [descriptor(top, { annotations })] }),
  }
}

const amd64 = { architecture: "amd64", id: `sha256:${sha256(configOf("amd64"))}` }
const arm64 = { architecture: "arm64", id: `sha256:${sha256(configOf("arm64"))}` }
const ofContainerd = { "io.containerd.image.name": "registry.k8s.io/pause:3.10" }

describe("an image archive", () => {
  test("of docker save tells its images by name, architecture and the digest of their configuration", async () => {
    const archive = await archiveOf(docker("amd64", ["registry.k8s.io/pause:3.10", "pause:latest"]))

    expect(await readImageArchive(archive)).toEqual({
      form: "docker",
      images: [
        { name: "registry.k8s.io/pause:3.10", ...amd64 },
        { name: "docker.io/library/pause:latest", ...amd64 },
      ],
    })
  })

  test("of ctr images export is an OCI layout, and its name is containerd's annotation", async () => {
    expect(await readImageArchive(await archiveOf(layout(ofContainerd, ["amd64"])))).toEqual({
      form: "oci",
      images: [{ name: "registry.k8s.io/pause:3.10", ...amd64 }],
    })
  })

  test("for several platforms tells those that are in it, and passes over those that are only named", async () => {
    const read = await readImageArchive(await archiveOf(layout(ofContainerd, ["amd64", "arm64"], ["s390x"])))

    expect(read).toMatchObject({
      images: [
        { name: "registry.k8s.io/pause:3.10", ...amd64 },
        { name: "registry.k8s.io/pause:3.10", ...arm64 },
      ],
    })
  })

  test("that is both, as docker save writes since 25.0, is one that every Docker reads", async () => {
    const both = { ...layout(ofContainerd, ["amd64"]), ...docker("amd64", ["registry.k8s.io/pause:3.10"]) }

    expect(await readImageArchive(await archiveOf(both))).toMatchObject({ form: "docker", images: [amd64] })
  })

  test("is read where it is packed by gzip, and where its members begin with ./", async () => {
    const members = Object.entries(docker("amd64", ["registry.k8s.io/pause:3.10"]))
    const dotted = await archiveOf(Object.fromEntries(members.map(([name, text]) => [`./${name}`, text])))

    expect(await readImageArchive(gzipSync(dotted))).toMatchObject({ images: [amd64] })
  })

  const tag = { "org.opencontainers.image.ref.name": "3.10" }
  const broken = { ...docker("amd64", ["registry.k8s.io/pause:3.10"]), "manifest.json": '[{"Config":"gone.json"}]' }
  const changed = () => {
    const members = layout(ofContainerd, ["amd64"])
    const [name = ""] = Object.keys(blob(configOf("amd64")))
    return { ...members, [name]: configOf("arm64") }
  }
  test.each([
    ["no-name", "has only a tag for a name", layout(tag, ["amd64"])],
    ["no-name", "was saved by its ID", docker("amd64", null)],
    ["no-image", "holds something else", { "README.md": "hello" }],
    ["no-image", "is an empty list", { "manifest.json": "[]" }],
    ["damaged", "names what is not in it", broken],
    ["damaged", "holds what its digest does not say", changed()],
  ])("is %s where it %s", async (trouble, _, members) => {
    expect(await readImageArchive(await archiveOf(members))).toBe(trouble as never)
  })

  test("that was cut off at any block is not taken for a whole one", async () => {
    const whole = await archiveOf(docker("amd64", ["registry.k8s.io/pause:3.10"]))
    for (const bytes of [0, 100, 600, 1200]) {
      expect(["not-an-archive", "no-image", "damaged"]).toContain(
        (await readImageArchive(whole.slice(0, bytes))) as string,
      )
    }
  })

  test("that is a text, or a gzip of nothing, is no archive", async () => {
    expect(await readImageArchive(Buffer.from("FROM scratch\n".repeat(100)))).toBe("not-an-archive")
    expect(await readImageArchive(gzipSync(Buffer.from("hello")))).toBe("not-an-archive")
    expect(await readImageArchive(Buffer.from([0x1f, 0x8b, 8, 0]))).toBe("not-an-archive")
  })
})
