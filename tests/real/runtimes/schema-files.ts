// Files of containerd as operators could write them, made from a seed: some tables and keys of schema 1, 2 or 3, with
// comments, in some order, quoted and indented in some way. And those that people publish, where they lie beside the checkout.
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

const corpus = join(process.env["CRIADM_SHARED"] ?? join(import.meta.dir, "../../../../shared"), "corpus/containerd")

export interface SchemaFile {
  readonly name: string
  readonly text: string
}

export function publishedFiles(): readonly SchemaFile[] {
  if (!existsSync(corpus)) return []
  return readdirSync(corpus)
    .filter((name) => name.endsWith(".toml"))
    .map((name) => ({ name, text: readFileSync(join(corpus, name), "utf8") }))
}

/** Uniform numbers below 1: mulberry32. */
export function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Tables below the CRI plugin of schema 2 with keys and values that every release takes. */
const criTables: readonly (readonly [table: readonly string[], keys: Readonly<Record<string, string>>])[] = [
  [
    [],
    {
      sandbox_image: '"reg.example/pause:3.9"',
      max_container_log_line_size: "32768",
      max_concurrent_downloads: "5",
      stream_server_address: '"127.0.0.2"',
      disable_tcp_service: "true",
      tolerate_missing_hugetlb_controller: "false",
      enable_unprivileged_ports: "true",
    },
  ],
  [["containerd"], { default_runtime_name: '"runc"', snapshotter: '"native"', discard_unpacked_layers: "true" }],
  [["containerd", "runtimes", "runc"], { runtime_type: '"io.containerd.runc.v2"', pod_annotations: '["a.b/*"]' }],
  [["containerd", "runtimes", "runc", "options"], { SystemdCgroup: "true", BinaryName: '"runc"' }],
  [
    ["containerd", "runtimes", "gpu"],
    { runtime_type: '"io.containerd.runc.v2"', privileged_without_host_devices: "true" },
  ],
  [["cni"], { bin_dir: '"/usr/lib/cni"', conf_dir: '"/etc/cni/other"', max_conf_num: "2" }],
  [["registry"], { config_path: '"/etc/containerd/certs.d"' }],
  [["image_decryption"], { key_model: '"node"' }],
  [["x509_key_pair_streaming"], { tls_cert_file: '""' }],
]

const otherTables: readonly (readonly [table: readonly string[], keys: Readonly<Record<string, string>>])[] = [
  [["grpc"], { address: '"/run/containerd/c.sock"', gid: "7", max_recv_message_size: "16777216" }],
  [["grpc"], { tcp_address: '""', uid: "0" }],
  [["debug"], { level: '"info"', address: '"/run/containerd/debug.sock"' }],
  [["metrics"], { address: '"127.0.0.1:1338"', grpc_histogram: "true" }],
  [["ttrpc"], { address: '"/run/containerd/t.sock"', uid: "3" }],
  [["timeouts"], { '"io.containerd.timeout.shim.cleanup"': '"5s"' }],
  [["plugins", "io.containerd.gc.v1.scheduler"], { pause_threshold: "0.02", startup_delay: '"100ms"' }],
]

export function generatedFile(seed: number): SchemaFile {
  const number = numbersFrom(seed)
  const chance = (share: number) => number() < share
  const schema = chance(0.75) ? 2 : 1
  const cri = schema === 1 ? "cri" : "io.containerd.grpc.v1.cri"
  const quote = chance(0.5) ? '"' : "'"
  const indent = chance(0.5) ? "  " : ""
  const key = (name: string) => (/^[\w-]+$/.test(name) || name.startsWith('"') ? name : `${quote}${name}${quote}`)
  const lines: string[] = []
  const isStated = schema === 2 || chance(0.5)
  if (chance(0.5)) lines.push("# Kept by hand.", "")
  if (isStated) lines.push(`version = ${schema}`)
  if (chance(0.3)) lines.push('root = "/var/lib/containerd" # a disk of its own')
  const section = (path: readonly string[], keys: Readonly<Record<string, string>>) => {
    const chosen = Object.entries(keys).filter(() => chance(0.7))
    if (chosen.length === 0 && chance(0.6)) return
    if (chance(0.3)) lines.push("")
    if (chance(0.2)) lines.push(`# About ${path.at(-1)}.`)
    lines.push(`${indent}[${path.map(key).join(".")}]`)
    for (const [name, value] of chance(0.3) ? chosen.toReversed() : chosen) {
      if (chance(0.2)) lines.push(`${indent}  # For ${name}.`)
      lines.push(`${indent}  ${name} = ${value}${chance(0.15) ? " # so be it" : ""}`)
    }
  }
  const used = new Set<string>()
  for (const [path, keys] of otherTables) {
    if (!chance(0.35) || used.has(path.join()) || (schema === 1 && path[0] === "plugins")) continue
    used.add(path.join())
    section(path, keys)
  }
  for (const [path, keys] of criTables) if (chance(0.6)) section(["plugins", cri, ...path], keys)
  return { name: `generated ${seed}`, text: `${lines.join("\n")}\n` }
}
