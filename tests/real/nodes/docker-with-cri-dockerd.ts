// Puts a stand-in for cri-dockerd beside the Docker of a node and starts both: for the tests of that node, and for its
// record.
import { join } from "node:path"
import { cacheDirectory } from "../support/cache.ts"
import { mustRun } from "../support/programs.ts"
import type { Node } from "./nodes.ts"

const unit = `[Unit]
Description=CRI Interface for Docker Application Container Engine
After=docker.service

[Service]
Environment="SITE=--log-level info"
ExecStart=/usr/bin/cri-dockerd \\
  --container-runtime-endpoint unix:///run/cri-dockerd.sock $SITE

[Install]
WantedBy=multi-user.target
`

/** Compiles it; the program must be among the node's tools. */
/** `release`: what it says it is. */
export async function makeStandIn(release = "0.4.3"): Promise<string> {
  const usual = release === "0.4.3"
  const standIn = usual ? join(cacheDirectory, "cri-dockerd") : join(cacheDirectory, `cri-dockerd-${release}`)
  const bun = join(import.meta.dir, "../../../node_modules/.bin/bun")
  const said = `standInRelease=${JSON.stringify(release)}`
  const source = join(import.meta.dir, "stand-in-cri-dockerd.ts")
  await mustRun([bun, "build", "--compile", "--define", said, source, "--outfile", standIn])
  return standIn
}

/** Of a node that has the stand-in among its tools, and no Docker yet: it is there and enabled, and not started. */
export async function placeCriDockerd(node: Node): Promise<void> {
  await node.put("/etc/systemd/system/cri-docker.service", unit)
  await node.mustRun(
    "cp /opt/bench/cri-dockerd /usr/bin/; systemctl daemon-reload; systemctl --quiet enable cri-docker",
  )
}

/** Of a node that has the stand-in among its tools. */
export async function startCriDockerd(node: Node): Promise<void> {
  await node.put("/etc/systemd/system/cri-docker.service", unit)
  await node.mustRun(
    "cp /opt/bench/cri-dockerd /usr/bin/; systemctl daemon-reload; systemctl start docker; systemctl enable --now cri-docker",
  )
}
