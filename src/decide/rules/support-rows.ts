// Until when the project behind a runtime mends a series of it. Series whose end nobody has announced have no row: Docker
// 25.0, 28 and 29 (moby project/BRANCHES-AND-TAGS.md), Mirantis Container Runtime 25.0. Rows of the same source stand
// together.

export interface SupportRow {
  /** Id of the component. */
  readonly runtime: string
  /** "1.7", or the major alone where a release of it gets no fixes beside a newer minor: "27". */
  readonly series: string
  /** The last day, ISO 8601. */
  readonly until: string
  /** The series to plan for; empty: one that is not out yet; "kubernetes": the one with the number of the cluster's minor. */
  readonly successor: string
}

/** Where the project says until when it mends a series, by the component's id. */
export const supportPages: Readonly<Record<string, string>> = {
  containerd: "https://github.com/containerd/containerd/blob/main/RELEASES.md",
  crio: "https://kubernetes.io/releases/",
  docker: "https://github.com/moby/moby/blob/master/project/BRANCHES-AND-TAGS.md",
  mcr: "https://docs.mirantis.com/mcr/25.0/compat-matrix/maintenance-lifecycle.html",
}

type Ends = readonly (readonly [series: string, until: string])[]

const rows = (runtime: string, successor: string, ends: Ends): readonly SupportRow[] =>
  ends.map(([series, until]) => ({ runtime, series, until, successor }))

/** containerd RELEASES.md of 2026-08-22. Where it names a month only, the month's last day. */
const ofContainerd: Ends = [
  ["1.4", "2022-03-03"],
  ["1.5", "2023-02-28"],
  ["1.6", "2025-08-23"],
  ["1.7", "2026-09-30"],
  ["2.0", "2027-03-31"],
  ["2.1", "2026-07-03"],
  ["2.2", "2026-11-06"],
]

/**
 * A series of CRI-O ends with the Kubernetes minor of the same number (cri-o README.md, "Compatibility matrix"). Days:
 * kubernetes/website data/releases/eol.yaml; from 1.32 on kubernetes.io/releases, page of each minor.
 */
const ofCrio: Ends = [
  ["1.24", "2023-07-28"],
  ["1.25", "2023-10-28"],
  ["1.26", "2024-02-28"],
  ["1.27", "2024-07-16"],
  ["1.28", "2024-10-22"],
  ["1.29", "2025-02-28"],
  ["1.30", "2025-07-15"],
  ["1.31", "2025-11-11"],
  ["1.32", "2026-02-28"],
  ["1.33", "2026-06-28"],
  ["1.34", "2026-10-27"],
  ["1.35", "2027-02-28"],
  ["1.36", "2027-06-28"],
  ["1.37", "2027-10-28"],
]

/** moby project/BRANCHES-AND-TAGS.md (23.0; 26.1 by commit 2fc90096); the others endoflife.date/docker-engine. */
const ofDocker: Ends = [
  ["19.03", "2021-01-08"],
  ["20.10", "2023-12-10"],
  ["23.0", "2025-05-19"],
  ["24.0", "2024-06-08"],
  ["26.0", "2024-06-08"],
  ["26.1", "2025-02-17"],
  ["27", "2025-05-03"],
]

/** docs.mirantis.com/mcr/19.03; docs.mirantis.com/mcr/23.0, "Maintenance lifecycle", as moby BRANCHES-AND-TAGS.md has it. */
const ofMcr: Ends = [
  ["19.03", "2022-05-27"],
  ["20.10", "2023-12-10"],
  ["23.0", "2025-05-19"],
]

export const supportRows: readonly SupportRow[] = [
  ...rows("containerd", "2.3", ofContainerd),
  ...rows("containerd", "", [["2.3", "2028-04-30"]]),
  ...rows("crio", "kubernetes", ofCrio),
  ...rows("docker", "29", ofDocker),
  ...rows("mcr", "25.0", ofMcr),
]
