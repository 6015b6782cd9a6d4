// cri-dockerd from its project's archive, which has the program alone: the unit is ours, with a socket that the program
// makes itself. What pods need besides, where the node has it not, comes with it.
import { rows } from "../../../model/since.ts"
import { type ArchiveProject, cniPlugins, crictl } from "../../archives/projects.ts"
import type { ServiceProgram } from "../../archives/services.ts"
import type { ArchivesPart } from "../../install-part.ts"

/** Mirantis/cri-dockerd packaging/static/Makefile. */
const project: ArchiveProject = {
  id: "cri-dockerd",
  url: "https://github.com/Mirantis/cri-dockerd/releases/download/v{version}/cri-dockerd-{version}.{arch}.tgz",
  form: "tar",
  places: [{ from: "cri-dockerd/cri-dockerd", to: "/usr/local/bin/cri-dockerd" }],
}

/** packaging/systemd/cri-docker.service of 0.3.26. */
const service: ServiceProgram = {
  name: "cri-docker",
  description: "CRI Interface for Docker Application Container Engine",
  program: "/usr/local/bin/cri-dockerd",
  arguments: ["--container-runtime-endpoint=unix:///run/cri-dockerd.sock", "--network-plugin=cni"],
  unitLines: [
    "ExecReload=/bin/kill -s HUP $MAINPID",
    "LimitNPROC=infinity",
    "LimitCORE=infinity",
    "TasksMax=infinity",
    "Delegate=yes",
    "KillMode=process",
  ],
  after: ["network-online.target", "docker.service"],
  documentation: "https://github.com/Mirantis/cri-dockerd",
}

export const archives: ArchivesPart = {
  projects: () => [project, cniPlugins, crictl],
  companions: {
    "cni-plugins": rows([{ since: "0.0", value: "1.9.1", source: "cri-o/packaging b111fe9, bundle/versions" }]),
  },
  goesWithMinor: ["crictl"],
  defects: [],
  service,
}
