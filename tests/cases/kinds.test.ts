// Which nodes of our own stand for each kind of trouble: two reports at least of other people, named where the node is
// tested. The cases of tests/cases that the measurements share with other tools are not counted.
import { expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"

const kinds: readonly (readonly [number, string, readonly string[]])[] = [
  [1, "units that systemd does not start", ["unit-cannot-start/case.test.ts"]],
  [2, "lines of units and files of variables", ["reports/lines.case.test.ts", "reports/unit-values.case.test.ts"]],
  [3, "programs behind shells and wrappers", ["reports/wrappers.case.test.ts"]],
  [4, "mirrors and registries", ["reports/mirrors.case.test.ts"]],
  [5, "Docker's daemon.json", ["reports/docker.case.test.ts", "docker-userns-remap/case.test.ts"]],
  [
    6,
    "programs and files that are not there",
    ["reports/programs.case.test.ts", "reports/starts.case.test.ts", "crio-monitor-missing/case.test.ts"],
  ],
  [7, "CRI-O's other files", ["../components/crio/other-files.test.ts"]],
  [8, "containerd outside CRI", ["outside-cri/case.test.ts"]],
  [9, "files that others write", ["reports/owned.case.test.ts"]],
  [10, "what a boot brings", ["reports/boot.case.test.ts", "module-files/case.test.ts"]],
  [11, "proxies, labels, limits", ["reports/proxies.case.test.ts", "proxy-and-labels/case.test.ts"]],
  [12, "support that has ended", ["reports/dates.case.test.ts"]],
  [13, "controllers of the kernel", ["reports/controllers.case.test.ts"]],
  [14, "the kubelet's configuration", ["reports/kubelet-configuration.case.test.ts"]],
]

/** owner/repository#number, each once. */
function reportsIn(files: readonly string[]): readonly string[] {
  const texts = files.map((file) => readFileSync(join(import.meta.dir, file), "utf8"))
  const inFull = texts.flatMap((text) => [...text.matchAll(/\b[\w.-]+\/[\w.-]+#\d+/g)].map(([report]) => report))
  return [...new Set(inFull)]
}

test.each(kinds)("kind %d, %s: two reports at least", (_, __, files) => {
  expect(reportsIn(files).length).toBeGreaterThanOrEqual(2)
})
