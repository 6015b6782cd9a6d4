// scripts/campaign [NAME]...: the long campaigns, whole; `npm test` runs a share of each. Without a name all of them, one
// after the other. Each prints its seed where it has one. Needs what `npm test` needs, and hours.
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { buildForThisMachine } from "./build.mjs"
import { bunOf } from "./dependencies.mjs"
import { tableOfCells } from "./measure/cells.mjs"

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** `minutes`: of one run on two cores, roughly. */
const campaigns = [
  {
    name: "every-call",
    what: "kills before and failures at every call that writes",
    minutes: 240,
    tests: [
      "tests/real/crashes/every-call.test.ts",
      "tests/real/crashes/every-install-call.test.ts",
      "tests/apply/real-kills.test.ts",
    ],
    env: { CRIADM_EVERY_POINT: "1" },
  },
  {
    name: "power-cuts",
    what: "power cuts at a thousand random instants",
    minutes: 60,
    tests: ["tests/real/crashes/cut-at-instants.test.ts", "tests/real/crashes/cut-with-containerd.test.ts"],
    env: { CRIADM_POWER_CUTS_LOOP: "1000" },
  },
  {
    name: "installs",
    what: "kills and power cuts at instants spread over the package manager's run",
    minutes: 60,
    tests: ["tests/real/crashes/install-at-instants.test.ts", "tests/real/crashes/power-cut-install.test.ts"],
    env: { CRIADM_CAMPAIGN: "1" },
  },
  {
    name: "configurations",
    what: "every configuration on every release of containerd, and of crictl on two",
    minutes: 15,
    tests: [
      "tests/real/runtimes/containerd-configurations.test.ts",
      "tests/real/runtimes/crictl-configurations.test.ts",
    ],
    env: { CRIADM_CAMPAIGN: "1" },
  },
  {
    name: "schemas",
    what: "every published file and 10,000 made ones in another schema, on every release of containerd 2",
    minutes: 90,
    tests: ["tests/real/runtimes/schemas.test.ts"],
    env: { CRIADM_CAMPAIGN: "1" },
  },
  {
    name: "migrations",
    what: "a node that has joined is migrated, killed and rebooted at every step, and returned",
    minutes: 100,
    tests: [
      "tests/real/migrate/migrate-killed.test.ts",
      "tests/real/migrate/docker-to-containerd.test.ts",
      "tests/real/migrate/migrate.test.ts",
    ],
    env: { CRIADM_CAMPAIGN: "1" },
  },
  {
    name: "clusters",
    what: "a worker of a real cluster is migrated while its pod runs, killed and rebooted, and returned",
    minutes: 120,
    tests: ["tests/real/migrate/migrate-on-cluster.test.ts"],
    env: { CRIADM_CAMPAIGN: "1" },
  },
  {
    name: "joins",
    what: "a bare node joins a real cluster, with each runtime",
    minutes: 30,
    tests: ["tests/real/kubernetes/join.test.ts"],
    env: { CRIADM_CAMPAIGN: "1" },
  },
  {
    name: "machines",
    what: "what npm test does once on one machine, on all of them and with every step and moment",
    minutes: 120,
    tests: [
      "tests/real/kubernetes/operator-story.test.ts",
      "tests/real/settings/sandbox.test.ts",
      "tests/real/install/selinux.test.ts",
      "tests/real/settings/systemd-node.test.ts",
      "tests/real/crashes/power-cut.test.ts",
      "tests/real/crashes/clock-steps.test.ts",
      "tests/real/downloads/new-developer.test.ts",
    ],
    env: { CRIADM_CAMPAIGN: "1" },
  },
  {
    name: "fleet",
    what: "Ansible over ssh on six nodes of four kinds, and cloud-init in a virtual machine",
    minutes: 15,
    tests: ["tests/real/fleet/rolling.test.ts", "tests/real/fleet/first-boot.test.ts"],
    env: { CRIADM_CAMPAIGN: "1" },
  },
  {
    name: "kubelets",
    what: "a real kubelet on every release of containerd, and on a node that is brought up wrongly",
    minutes: 45,
    tests: ["tests/real/kubernetes/kubelet.test.ts", "tests/real/kubernetes/failures.test.ts"],
    env: { CRIADM_CAMPAIGN: "1" },
  },
  {
    name: "critest",
    what: "CRI's own conformance tests on nodes prepared by criadm and by hand",
    minutes: 90,
    tests: ["tests/real/kubernetes/critest.test.ts"],
    env: { CRIADM_CAMPAIGN: "1" },
  },
  {
    name: "bundles",
    what: "a bundle made of Debian's own archive brings a node without a network to a runtime",
    minutes: 3,
    tests: ["tests/real/install/install-bundle-packages.test.ts"],
    env: { CRIADM_MAKE_BUNDLE: "1" },
  },
  {
    name: "start-rules",
    what: "every rule about containerd's start, on every release of containerd",
    minutes: 10,
    tests: ["tests/real/runtimes/start-rules.test.ts"],
    env: { CRIADM_CAMPAIGN: "1" },
  },
  {
    name: "units",
    what: "every key of a unit with every value of a pool, asked of the systemd of four releases",
    minutes: 2,
    tests: ["tests/real/settings/unit-values.test.ts"],
    env: { CRIADM_CAMPAIGN: "1" },
  },
]

const chosen = process.argv.slice(2)
const unknown = chosen.filter((name) => !campaigns.some((campaign) => campaign.name === name))
if (unknown.length > 0) {
  console.error(`usage: scripts/campaign [${campaigns.map(({ name }) => name).join("|")}]...`)
  process.exit(2)
}

process.env.CRIADM_PROGRAM = buildForThisMachine()
const directory = mkdtempSync(join(tmpdir(), "criadm-campaign-"))
const cells = join(directory, "cells")
for (const { name, what, minutes, tests, env } of campaigns) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  console.log(`\ncampaign: ${name}: ${what}, some ${minutes} minutes`)
  const began = Date.now()
  /** @type {import("node:child_process").SpawnSyncOptions} */
  const how = {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, CRIADM_TEST: "1", CRIADM_TEST_CELLS: cells, ...env },
  }
  spawnSync(bunOf(root), ["tests/real/peers/build.ts"], how)
  const { status } = spawnSync(bunOf(root), ["test", "--timeout", "7200000", ...tests], how)
  const took = ((Date.now() - began) / 60_000).toFixed(1)
  console.log(`campaign: ${name}: ${status === 0 ? "ok" : `failed (exit ${status})`}, ${took} minutes`)
  if (status !== 0) process.exitCode = 1
}
for (const line of tableOfCells(cells)) console.log(line)
rmSync(directory, { recursive: true })
