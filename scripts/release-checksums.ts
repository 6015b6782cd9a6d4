// Writes src/components/archives/tables/checksums.txt from a table "component, version, arch, sha256", tab-separated with a
// head line: `bun scripts/release-checksums.ts TABLE`. The table is kubespray's checksums.yml, line by line.
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const source = "kubernetes-sigs/kubespray 46dbdd399, roles/kubespray_defaults/vars/main/checksums.yml, 2026-08"

/** What criadm can place on a node; the table has programs of Kubernetes itself besides. */
const projects = ["containerd", "containerd-static", "runc", "cni-plugins", "crictl", "cri-o", "cri-dockerd"]

const [table = ""] = process.argv.slice(2)
const rows = readFileSync(table, "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t"))
const lines = projects.flatMap((project) => {
  const own = rows.filter(([component]) => component === project)
  const versions = [...new Set(own.map(([, version]) => version ?? ""))]
  const sums = (version: string) =>
    own.filter((row) => row[1] === version).map(([, , architecture, sha256]) => `${architecture} ${sha256}`)
  return [`[${project}]`, ...versions.map((version) => [version, ...sums(version)].join(" ")), ""]
})
const head = [
  "# SHA-256 of release archives, newest release first: version, then per architecture its name and checksum.",
  `# Source: ${source}.`,
  "# Written by scripts/release-checksums.ts; not edited by hand.",
  "",
]
writeFileSync(join(import.meta.dir, "../src/components/archives/tables/checksums.txt"), [...head, ...lines].join("\n"))
