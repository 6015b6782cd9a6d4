// CRI-O from its project's archive, which has crio with conmon, crun, runc and pinns, and the configuration that names them.
import { rows } from "../../../model/since.ts"
import { type ArchiveProject, cniPlugins, crictl } from "../../archives/projects.ts"
import type { ServiceProgram } from "../../archives/services.ts"
import type { ArchivesPart } from "../../install-part.ts"

/**
 * cri-o/packaging, templates/latest/cri-o/bundle: install says where things go, 10-crio.conf where crio looks for them. Its
 * copies of crictl and of the CNI plugins are not placed: they are companions of their own, which a node may have.
 */
const crio: ArchiveProject = {
  id: "cri-o",
  url: "https://storage.googleapis.com/cri-o/artifacts/cri-o.{arch}.v{version}.tar.gz",
  form: "tar",
  places: [
    { from: "cri-o/bin/crio", to: "/usr/local/bin/crio" },
    { from: "cri-o/bin/pinns", to: "/usr/local/bin/pinns" },
    ...["conmon", "conmonrs", "crun", "runc"].map((name) => ({
      from: `cri-o/bin/${name}`,
      to: `/usr/libexec/crio/${name}`,
    })),
    { from: "cri-o/contrib/policy.json", to: "/etc/crio/policy.json" },
    { from: "cri-o/etc/10-crio.conf", to: "/etc/crio/crio.conf.d/10-crio.conf" },
  ],
}

/** crio.service of the bundle. */
const service: ServiceProgram = {
  name: "crio",
  description: "Container Runtime Interface for OCI (CRI-O)",
  program: "/usr/local/bin/crio",
  arguments: [],
  unitLines: [
    "Type=notify",
    "Environment=GOTRACEBACK=crash",
    "ExecReload=/bin/kill -s HUP $MAINPID",
    "TasksMax=infinity",
    "LimitNOFILE=1048576",
    "LimitNPROC=1048576",
    "LimitCORE=infinity",
    "OOMScoreAdjust=-999",
    "TimeoutStartSec=0",
  ],
  after: ["network-online.target"],
  documentation: "https://github.com/cri-o/cri-o",
}

export const archives: ArchivesPart = {
  projects: () => [crio, cniPlugins, crictl],
  companions: {
    "cni-plugins": rows([{ since: "1.0", value: "1.9.1", source: "cri-o/packaging b111fe9, bundle/versions" }]),
  },
  goesWithMinor: ["crictl"],
  defects: [],
  service,
}
