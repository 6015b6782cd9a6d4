// containerd from its project's archives: what comes with it, which of it goes together, and what starts it.
import { type Row, rows } from "../../../model/since.ts"
import { type ArchiveProject, cniPlugins, crictl, runc } from "../../archives/projects.ts"
import type { ServiceProgram } from "../../archives/services.ts"
import type { ArchivesPart } from "../../install-part.ts"

/** bin/{containerd,containerd-shim-runc-v2,ctr,containerd-stress}: containerd docs/getting-started.md, step 1. */
const places = [{ from: "bin/", to: "/usr/local/bin/" }]
const releases = "https://github.com/containerd/containerd/releases/download/v{version}"

const dynamic: ArchiveProject = {
  id: "containerd",
  url: `${releases}/containerd-{version}-linux-{arch}.tar.gz`,
  form: "tar",
  places,
  runsOn: "glibc",
}

/** For systems without glibc. */
const fixed: ArchiveProject = {
  id: "containerd-static",
  url: `${releases}/containerd-static-{version}-linux-{arch}.tar.gz`,
  form: "tar",
  places,
}

const withoutGlibc = /^(?:alpine|postmarketos|chimera)$/

/** By the release of containerd, the newest runc of the series that its script/setup/runc-version names. */
const runcRows: readonly Row<string>[] = rows([
  { since: "1.0", value: "1.3.6", source: "containerd v2.0.7, v2.1.5: script/setup/runc-version 1.3.3" },
  {
    since: "2.3.0",
    value: "1.4.3",
    source: "kubernetes-sigs/image-builder ae63061ef: containerd 2.3.2 with runc 1.4.3",
  },
])

const service: ServiceProgram = {
  name: "containerd",
  description: "containerd container runtime",
  program: "/usr/local/bin/containerd",
  arguments: [],
  /** containerd.service of v2.3.4. The limits of the release's own unit; none for open files since 2.0. */
  unitLines: [
    "ExecStartPre=-/sbin/modprobe overlay",
    "Type=notify",
    "Delegate=yes",
    "KillMode=process",
    "LimitNPROC=infinity",
    "LimitCORE=infinity",
    "TasksMax=infinity",
    "OOMScoreAdjust=-999",
  ],
  after: ["dbus.service", "local-fs.target"],
  documentation: "https://containerd.io",
}

export const archives: ArchivesPart = {
  projects: ({ id }) => [withoutGlibc.test(id) ? fixed : dynamic, runc, cniPlugins, crictl],
  companions: {
    runc: runcRows,
    "cni-plugins": rows([
      { since: "1.0", value: "1.9.1", source: "cri-o/packaging b111fe9, bundle/versions; Debian forky has the same" },
    ]),
  },
  goesWithMinor: ["crictl"],
  defects: [
    {
      since: "2.3.0",
      until: "2.3.5",
      reason: { code: "containerd-defect-newer-drop-in", args: { fixed: "2.3.5" } },
      source: "containerd v2.3.5 release notes, #13995",
    },
  ],
  service,
}
