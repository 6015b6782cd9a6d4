// The images that critest asks for (cri-tools 1.37, pkg/validate/consts.go and images/), made here: busybox with its
// applets, a web server in nginx's place, the users and groups that the tests look for. One archive for `ctr images
// import`, and the same as a registry that a node pulls from over HTTP.
import { chmodSync, copyFileSync, linkSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { cacheDirectory, momentaryDirectory } from "../support/cache.ts"
import { releases, unpackedRelease } from "../support/packages.ts"
import { mustRun } from "../support/programs.ts"

const lib = join(import.meta.dir, "../bench/lib")
const e2e = "registry.k8s.io/e2e-test-images"
const staging = "gcr.io/k8s-staging-cri-tools"
const env = { Env: ["PATH=/usr/sbin:/bin"] }

/** As nginx calls its first process, which is what the tests look for. */
const serving = (port: number) => ({
  ...env,
  Cmd: ["sh", "-c", `exec -a "nginx: master process" /usr/sbin/nginx ${port}`],
})
const shell = (more: Readonly<Record<string, unknown>> = {}) => ({ ...env, Cmd: ["sh"], ...more })
const labelled = (label: string) => shell({ Labels: { image: label } })

/** Name to `config` of the image; equal ones are one image. */
const needed: Readonly<Record<string, object>> = {
  [`${e2e}/busybox:1.29-2`]: shell(),
  [`${e2e}/nginx:1.14-2`]: serving(80),
  [`${e2e}/httpd:2.4.39-4`]: serving(80),
  [`${e2e}/nonewprivs:1.3`]: { ...env, Cmd: ["/bin/nonewprivs"] },
  [`${staging}/hostnet-nginx-amd64:latest`]: serving(12003),
  [`${staging}/test-image-predefined-group:latest`]: shell({ User: "1000" }),
}

/** What the tests pull and remove again. */
const pulled: Readonly<Record<string, object>> = {
  [`${staging}/test-image-predefined-group:latest`]: shell({ User: "1000" }),
  [`${staging}/test-image-latest:latest`]: labelled("latest"),
  [`${staging}/test-image-tag:test`]: labelled("test"),
  [`${staging}/test-image-tag:all`]: labelled("all"),
  [`${staging}/test-image-user-uid:latest`]: shell({ User: "1002" }),
  [`${staging}/test-image-user-username:latest`]: shell({ User: "www-data" }),
  [`${staging}/test-image-user-uid-group:latest`]: shell({ User: "1003:users" }),
  [`${staging}/test-image-user-username-group:latest`]: shell({ User: "www-data:100" }),
  ...Object.fromEntries(["1", "2", "3"].map((each) => [`${staging}/test-image-${each}:latest`, labelled(each)])),
  ...Object.fromEntries(["1", "2", "3"].map((each) => [`${staging}/test-image-tags:${each}`, labelled("tags")])),
  "registry.k8s.io/pause:3.9": labelled("pause"),
  "k8s.gcr.io/pause:3.9": labelled("pause"),
}

/** Hosts that the node has to ask a mirror for. */
export const mirrored = ["registry.k8s.io", "k8s.gcr.io", "gcr.io"] as const

const passwd = `root:x:0:0:root:/root:/bin/sh
www-data:x:33:33:www-data:/:/bin/sh
default-user:x:1000:1000::/:/bin/sh
nobody:x:65534:65534:nobody:/:/bin/sh
`
const group = `root:x:0:
www-data:x:33:
users:x:100:
default-user:x:1000:
group-defined-in-image:x:50000:default-user
nogroup:x:65534:
`

export interface CritestImages {
  /** For `ctr images import`: what containers are started from. */
  readonly archive: string
  /** Serves what is pulled, on this machine's loopback device, until the process ends. */
  serve(): { readonly port: number; stop(): void }
}

export async function critestImages(): Promise<CritestImages> {
  const directory = momentaryDirectory(join(cacheDirectory, "images"), "critest")
  const tree = join(directory, "tree")
  await makeTree(tree)
  const make = async (name: string, images: Readonly<Record<string, object>>) => {
    const archive = join(directory, `${name}.tar`)
    const named = Object.entries(images).flatMap(([image, config]) => [image, JSON.stringify(config)])
    await mustRun([join(lib, "make-oci-image"), archive, tree, ...named])
    return archive
  }
  const layout = join(directory, "layout")
  mkdirSync(layout)
  await mustRun(["tar", "--extract", "--file", await make("pulled", pulled), "--directory", layout])
  return { archive: await make("critest-images", needed), serve: () => registry(layout) }
}

async function makeTree(tree: string): Promise<void> {
  for (const path of ["bin", "usr/sbin", "etc", "var/run", "root", "dev", "proc", "sys"]) {
    mkdirSync(join(tree, path), { recursive: true })
  }
  mkdirSync(join(tree, "tmp"))
  chmodSync(join(tree, "tmp"), 0o1777)
  writeFileSync(join(tree, "etc/passwd"), passwd)
  writeFileSync(join(tree, "etc/group"), group)
  const busybox = join(tree, "bin/busybox")
  copyFileSync(join(await unpackedRelease(releases[2] as (typeof releases)[number]), "usr/bin/busybox"), busybox)
  // Links with a path of their own, as in busybox's own image: a test masks one of them.
  for (const applet of (await mustRun([busybox, "--list"])).trim().split("\n")) {
    if (applet !== "busybox") linkSync(busybox, join(tree, "bin", applet))
  }
  // Debian's has neither.
  writeFileSync(join(tree, "bin/pgrep"), '#!/bin/sh\nexec pidof "$1"\n', { mode: 0o755 })
  writeFileSync(join(tree, "bin/ipcs"), "#!/bin/sh\nexec cat /proc/sysvipc/shm\n", { mode: 0o755 })
  const server = join(tree, "usr/sbin/nginx")
  await mustRun(["gcc", "-static", "-Os", "-s", "-o", server, join(lib, "server.c")])
  copyFileSync(server, join(tree, "bin/nonewprivs"))
  chmodSync(join(tree, "bin/nonewprivs"), 0o4755)
}

interface Described {
  readonly digest: string
  readonly mediaType: string
  readonly annotations: Readonly<Record<string, string>>
}

/** The OCI layout of an archive over the distribution API, for every host at once: a mirror is asked by the path alone. */
function registry(layout: string): { readonly port: number; stop(): void } {
  const { manifests } = JSON.parse(readFileSync(join(layout, "index.json"), "utf8")) as { manifests: Described[] }
  const find = (name: string, reference: string) =>
    manifests.find(({ digest, annotations }) => {
      const [host = "", ...rest] = (annotations["io.containerd.image.name"] ?? "").split("/")
      const path = rest.join("/")
      return host !== "" && (path === `${name}:${reference}` || (path.startsWith(`${name}:`) && digest === reference))
    })
  const blob = (digest: string) => Bun.file(join(layout, "blobs", digest.replace(":", "/")))
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    async fetch({ url }) {
      const [, name = "", kind, reference = ""] =
        /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(new URL(url).pathname) ?? []
      const manifest = kind === "manifests" ? find(name, reference) : undefined
      const digest = kind === "blobs" ? reference : manifest?.digest
      if (digest === undefined || !(await blob(digest).exists())) return new Response("", { status: 404 })
      const type = manifest?.mediaType ?? "application/octet-stream"
      return new Response(await blob(digest).bytes(), {
        headers: { "content-type": type, "docker-content-digest": digest },
      })
    },
  })
  return { port: server.port ?? 0, stop: () => void server.stop(true) }
}
