// Pulls one image for one architecture from a registry over HTTPS into an image archive, as `docker save` writes it (an OCI
// layout with manifest.json beside it), which every runtime imports. Each part is what its digest says, or it is refused.
import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { registryUrl } from "../../documents/image-archive/image-name.ts"
import { sha256Of } from "../../machine/archives/digest.ts"
import { download, type Fetched } from "../../machine/archives/fetch.ts"
import { type TarSource, writeTar } from "../../machine/archives/tar-writer.ts"
import { hostOfRegistry, type RegistryLogin } from "../../model/facts/registry-logins.ts"
import { failed, ok, type Result } from "../../model/fault.ts"
import type { Architecture } from "../../model/install/archives.ts"
import type { Progress } from "../../model/progress.ts"
import type { RegistryMirror } from "../../model/setting.ts"

export interface PullOptions {
  readonly architecture: Architecture
  readonly mirrors: readonly RegistryMirror[]
  /** Sent to whoever asks for a password, and to nobody else. */
  readonly logins: readonly RegistryLogin[]
  /** A directory for what comes in parts; a path of this machine. */
  readonly work: string
  /** The archive that is written. */
  readonly to: string
  onProgress(progress: Progress): void
}

interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

interface Manifest {
  readonly mediaType: string
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
}

/** OCI image-spec v1.1, media-types.md; distribution/distribution, manifest v2 schema 2. */
const indexTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
]
const manifestTypes = [
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
]
const mostManifestBytes = 4 * 2 ** 20
const mostBlobBytes = 2 ** 29

/** "registry.k8s.io/pause:3.10" in its parts. Undefined: it names no host, or has a digest only. */
export function partsOfImage(image: string): { host: string; repository: string; reference: string } | undefined {
  const match = /^([a-z0-9.-]+(?::\d+)?)\/([a-z0-9._/-]+?)(?::([\w][\w.-]*))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(image)
  const [, host = "", repository = "", tag, digest] = match ?? []
  if (match === null || !/[.:]|^localhost$/.test(host)) return undefined
  return { host, repository, reference: digest ?? tag ?? "latest" }
}

export async function pullImage(image: string, options: PullOptions): Promise<Result<void>> {
  const parts = partsOfImage(image)
  if (parts === undefined)
    return failed({ code: "image-not-pulled", args: { image, why: "not-a-reference", detail: "" } })
  const registry = new Registry(image, parts.repository, baseOf(parts.host, options.mirrors), options)
  try {
    const first = await registry.manifest(parts.reference)
    const chosen = registry.forArchitecture(first)
    const bytes = chosen === undefined ? first.bytes : (await registry.manifest(chosen.digest)).bytes
    const manifest = registry.parse<Manifest>(bytes)
    if (!isManifest(manifest)) throw new NotPulled(image, "not-understood", parts.host)
    const blobs = [manifest.config, ...manifest.layers]
    const sources: TarSource[] = []
    for (const blob of blobs) sources.push(await registry.blob(blob))
    registry.checkConfig(manifest.config, sources[0])
    writeTar(options.to, layoutOf(image, bytes, manifest, sources))
    return ok(undefined)
  } catch (error) {
    if (error instanceof NotPulled) return failed({ code: "image-not-pulled", args: error.args })
    throw error
  } finally {
    registry.forget()
  }
}

/** Manifests of the first schema name no configuration, and nothing says how much of a layer may come without a size. */
function isManifest({ config, layers }: Partial<Manifest>): boolean {
  const isBlob = (one: Partial<Descriptor> | undefined) => Number.isSafeInteger(one?.size)
  return isBlob(config) && Array.isArray(layers) && layers.every(isBlob)
}

type Why = "not-a-reference" | "not-fetched" | "differs" | "no-such-architecture" | "not-understood"

class NotPulled extends Error {
  readonly args: { readonly image: string; readonly why: Why; readonly detail: string }

  constructor(image: string, why: Why, detail: string) {
    super(why)
    this.args = { image, why, detail }
  }
}

function baseOf(host: string, mirrors: readonly RegistryMirror[]): string {
  const mirror = mirrors.find((one) => one.host === host) ?? mirrors.find((one) => one.host === "_default")
  return mirror?.url ?? registryUrl(host)
}

class Registry {
  readonly #image: string
  readonly #repository: string
  readonly #base: string
  readonly #options: PullOptions
  readonly #files: string[] = []
  #authorization: string | undefined

  constructor(image: string, repository: string, base: string, options: PullOptions) {
    this.#image = image
    this.#repository = repository
    // A mirror that is a path already says where the API is.
    this.#base = /\/v2(?:\/|$)/.test(base) ? base : `${base}/v2`
    this.#options = options
  }

  async manifest(reference: string): Promise<{ readonly bytes: Buffer }> {
    const accept = [...indexTypes, ...manifestTypes].join(", ")
    const path = await this.#get(`manifests/${reference}`, mostManifestBytes, { Accept: accept })
    if (reference.startsWith("sha256:")) this.#check(path, reference)
    return { bytes: readFileSync(path) }
  }

  /** Undefined: it is no list, and there is but one. */
  forArchitecture({ bytes }: { readonly bytes: Buffer }): Descriptor | undefined {
    const index = this.parse<{ manifests?: readonly (Descriptor & { platform?: Readonly<Record<string, string>> })[] }>(
      bytes,
    )
    if (index.manifests === undefined) return undefined
    if (!Array.isArray(index.manifests)) throw new NotPulled(this.#image, "not-understood", this.#base)
    const { architecture } = this.#options
    const found = index.manifests.find(
      ({ platform }) => platform?.["os"] === "linux" && platform["architecture"] === architecture,
    )
    if (found === undefined) throw new NotPulled(this.#image, "no-such-architecture", architecture)
    return found
  }

  async blob({ digest, size }: Descriptor): Promise<TarSource> {
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new NotPulled(this.#image, "not-understood", digest)
    const path = await this.#get(`blobs/${digest}`, Math.min(size, mostBlobBytes), {})
    this.#check(path, digest)
    return { name: `blobs/sha256/${digest.slice(7)}`, mode: 0o644, content: { path } }
  }

  /** Also where there was no list to choose from. */
  checkConfig({ digest }: Descriptor, source: TarSource | undefined): void {
    const path = source !== undefined && "path" in source.content ? source.content.path : ""
    const { architecture } = this.parse<{ architecture?: string }>(readFileSync(path))
    if (architecture !== this.#options.architecture) {
      throw new NotPulled(this.#image, "no-such-architecture", `${this.#options.architecture}; ${digest}`)
    }
  }

  parse<T>(bytes: Buffer): T {
    let parsed: unknown
    try {
      parsed = JSON.parse(bytes.toString("utf8"))
    } catch {
      parsed = undefined
    }
    if (typeof parsed !== "object" || parsed === null) throw new NotPulled(this.#image, "not-understood", this.#base)
    return parsed as T
  }

  forget(): void {
    for (const path of this.#files) rmSync(path, { force: true })
  }

  #check(path: string, digest: string): void {
    const found = `sha256:${sha256Of(path) ?? ""}`
    if (found !== digest) throw new NotPulled(this.#image, "differs", digest)
  }

  async #get(what: string, maxBytes: number, headers: Readonly<Record<string, string>>): Promise<string> {
    const to = join(this.#options.work, `part-${this.#files.length}`)
    this.#files.push(to, `${to}.part`)
    const url = `${this.#base}/${this.#repository}/${what}`
    const once = (authorization: string | undefined) =>
      download({
        url,
        to,
        maxBytes,
        headers: authorization === undefined ? headers : { ...headers, Authorization: authorization },
        onBytes: (bytes, totalBytes) =>
          this.#options.onProgress({ event: "downloading", name: this.#image, bytes, totalBytes }),
      })
    let fetched = await once(this.#authorization)
    if (!fetched.ok && fetched.challenge !== undefined && this.#authorization === undefined) {
      this.#authorization = await this.#token(fetched.challenge)
      fetched = await once(this.#authorization)
    }
    if (!fetched.ok) throw new NotPulled(this.#image, "not-fetched", `${url}: ${fetched.why} ${fetched.detail}`)
    return to
  }

  /** With a password where there is one, else anonymous; distribution/distribution, docs/spec/auth/token.md. */
  async #token(challenge: string): Promise<string | undefined> {
    const name = hostOfRegistry(this.#base)
    const login = this.#options.logins.find(({ host }) => host === name)?.authorization
    if (/^basic\b/i.test(challenge)) return login
    const of = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1]
    const realm = of("realm")
    if (realm === undefined || !URL.canParse(realm)) return undefined
    const url = new URL(realm)
    for (const name of ["service", "scope"]) url.searchParams.set(name, of(name) ?? "")
    const to = join(this.#options.work, "token")
    this.#files.push(to, `${to}.part`)
    const fetched: Fetched = await download({
      url: url.href,
      to,
      maxBytes: mostManifestBytes,
      ...(login === undefined ? {} : { headers: { Authorization: login } }),
    })
    if (!fetched.ok) throw new NotPulled(this.#image, "not-fetched", `${url.host}: ${fetched.why} ${fetched.detail}`)
    const { token, access_token: other } = this.parse<{ token?: string; access_token?: string }>(readFileSync(to))
    const given = token ?? other
    return given === undefined ? undefined : `Bearer ${given}`
  }
}

/** OCI image-spec v1.1, image-layout.md; moby's manifest.json beside it. */
function layoutOf(image: string, bytes: Buffer, manifest: Manifest, blobs: readonly TarSource[]): readonly TarSource[] {
  const digest = new Bun.CryptoHasher("sha256").update(bytes).digest("hex")
  const json = (name: string, value: unknown): TarSource => ({
    name,
    mode: 0o644,
    content: Buffer.from(`${JSON.stringify(value)}\n`),
  })
  const tag = image.replace(/@sha256:.*/, "")
  const annotations = {
    "io.containerd.image.name": tag,
    "org.opencontainers.image.ref.name": /:([^:/]+)$/.exec(tag)?.[1] ?? "latest",
  }
  const mediaType = manifest.mediaType ?? manifestTypes[0]
  const place = (blob: Descriptor) => `blobs/sha256/${blob.digest.slice(7)}`
  const unique = blobs.filter((one, index) => blobs.findIndex(({ name }) => name === one.name) === index)
  return [
    json("oci-layout", { imageLayoutVersion: "1.0.0" }),
    json("index.json", {
      schemaVersion: 2,
      mediaType: indexTypes[0],
      manifests: [{ mediaType, digest: `sha256:${digest}`, size: bytes.length, annotations }],
    }),
    json("manifest.json", [{ Config: place(manifest.config), RepoTags: [tag], Layers: manifest.layers.map(place) }]),
    { name: `blobs/sha256/${digest}`, mode: 0o644, content: bytes },
    ...unique,
  ]
}
