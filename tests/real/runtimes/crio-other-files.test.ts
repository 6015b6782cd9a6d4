// Every file beside crio.conf of tests/components/crio/other-file-cases.ts, and every value of value-cases.ts, given to a
// real CRI-O in namespaces of its own: it ends at its start, fails a pull over its policy, or gets as far as the registry,
// which is not there.
import { describe, expect, setDefaultTimeout, test } from "bun:test"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { otherFileCases } from "../../components/crio/other-file-cases.ts"
import { refusedValues, takenValues } from "../../components/crio/value-cases.ts"
import { peerProgram, whyNoPeer } from "../peers/peers.ts"
import { diesWithUs, say } from "../support/cache.ts"
import { run } from "../support/programs.ts"

setDefaultTimeout(5 * 60 * 1000)

/** It starts or ends within a second on a quiet machine. */
const within = `
mount -t tmpfs none /var/lib
mount -t tmpfs none /run
mount -t tmpfs none /opt
mount -t tmpfs none /mnt
cp -a /etc/passwd /etc/group /etc/hosts /mnt/
mount --move /mnt /etc
mkdir -p /etc/crio/conf.d /etc/containers/registries.conf.d /etc/cni/net.d /etc/crio/policies /run/crio /opt/cni/bin
cp -r "$1/." /
PATH=/opt/bin:$PATH
"$2" --config /dev/null --config-dir /etc/crio/conf.d --storage-driver vfs --cgroup-manager cgroupfs >/run/log 2>&1 &
for _ in $(seq 300); do
  kill -0 $! 2>/dev/null || { echo "stops: $(tail -1 /run/log)"; exit 0; }
  if "$3" -r unix:///run/crio/crio.sock -t 2s version >/dev/null 2>&1; then
    "$3" -r unix:///run/crio/crio.sock -t 10s pull 127.0.0.1:1/a/b:1 2>&1 | tail -1
    exit 0
  fi
  sleep 0.1
done
echo "neither started nor ended"
`

/** What CRI-O looks for when it starts, and does not run for a pull. */
const programs = {
  "opt/bin/conmon": "#!/bin/sh\necho conmon version 2.1.12\n",
  // containers/conmon-rs 0.7, --version.
  "opt/bin/conmonrs": "#!/bin/sh\nprintf 'version: 0.7.0\\ntag: none\\ncommit: 1\\n'\n",
  ...Object.fromEntries(
    ["crun", "pinns", "iptables", "nft"].map((name) => [`opt/bin/${name}`, "#!/bin/sh\necho {}\n"]),
  ),
}

const reason = whyNoPeer({ crio: ["crio"], "cri-tools-1.37": ["crictl"] })
if (reason !== undefined) say(`skipped: files beside crio.conf read by a real CRI-O: ${reason}`)

describe.skipIf(reason !== undefined)("CRI-O with a file beside crio.conf", () => {
  test.concurrent.each(otherFileCases.map((one) => [one.name, one] as const))(
    "%s",
    async (_name, { path, text, outcome }) => {
      const { seen, stdout } = await outcomeWith({ [path]: text })

      expect({ seen, stdout }).toEqual({ seen: outcome, stdout })
    },
  )
})

// What it ends on, it ends on at once.
describe.skipIf(reason !== undefined)("CRI-O with a value in crio.conf.d", () => {
  test.concurrent.each(refusedValues.map(({ text, rule }) => [rule, text] as const))("%s: %s", async (_rule, text) => {
    const { seen, stdout } = await outcomeWith({ "etc/crio/conf.d/50.conf": text })

    expect({ seen, stdout }).toEqual({ seen: "stops", stdout })
  })

  test.concurrent("it takes all of the values that are fit", async () => {
    const { seen, stdout } = await outcomeWith({ "etc/crio/conf.d/50.conf": takenValues })

    expect({ seen, stdout }).toEqual({ seen: "fine", stdout })
  })
})

/** A pull that is refused is tried again for seconds, in which there is nothing to compute. */
const atOnce = 6
const turns = Array.from({ length: atOnce }, () => Promise.resolve())

/** The outcome of a CRI-O of its own, at most so many at once. */
async function outcomeWith(files: Readonly<Record<string, string>>) {
  const before = turns.shift() ?? Promise.resolve()
  const outcome = before.then(() => outcomeAlone(files))
  turns.push(
    outcome.then(
      () => {},
      () => {},
    ),
  )
  return await outcome
}

async function outcomeAlone(files: Readonly<Record<string, string>>) {
  const tree = mkdtempSync(join(tmpdir(), "criadm-crio-"))
  try {
    const fit = { "etc/containers/policy.json": '{"default": [{"type": "insecureAcceptAnything"}]}' }
    for (const [name, content] of Object.entries({ ...programs, ...fit, ...files })) {
      mkdirSync(dirname(join(tree, name)), { recursive: true })
      writeFileSync(join(tree, name), content, { mode: 0o755 })
    }
    const own = [peerProgram("crio", "crio") ?? "", peerProgram("cri-tools-1.37", "crictl") ?? ""]
    const namespaces = ["unshare", "--mount", "--pid", "--net", "--fork", "--kill-child"]
    const { stdout } = await run([...diesWithUs, ...namespaces, "sh", "-ec", within, "sh", tree, ...own])
    if (stdout.startsWith("stops")) return { seen: "stops", stdout }
    return { seen: /pinging container registry/.test(stdout) ? "fine" : "pulls fail", stdout }
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
}
