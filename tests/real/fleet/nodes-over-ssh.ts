// Real nodes that Ansible reaches by ssh: each in systemd-nspawn with an sshd and Python of its own distribution, and a
// root with Debian's ansible-core to reach them from. A connection is an sshd that the client starts in the node's
// namespaces (ssh_config(5), ProxyCommand; sshd(8), -i): ssh as it is, without a network of this machine.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { inRoot, place } from "../downloads/downloads.ts"
import { type Kind, type Node, node } from "../nodes/nodes.ts"
import { program } from "../support/criadm-program.ts"
import { releases, unpacked } from "../support/packages.ts"
import { type Finished, mustRun, run } from "../support/programs.ts"

const collection = join(import.meta.dir, "../../../src/integrations/ansible")

export interface Fleet {
  /** Hosts by name, in the inventory's order. */
  readonly nodes: ReadonlyMap<string, Node>
  /** One ansible-playbook on the fleet; `playbook` is a file below the collection's playbooks or its text. */
  play(playbook: string, ...args: readonly string[]): Promise<Finished>
  /** What kubectl was asked for so far: one command line each. */
  kubectl(): readonly string[]
  stop(): Promise<void>
}

const suiteOf = (kind: Kind) => kind.replace(/-.*$/, "")

/** What the distribution's packages do when they are installed, as far as an sshd that somebody else starts needs it. */
const sshdOnNode = `
tar --extract --file /opt/bench/tree.tar --directory / --skip-old-files
grep -q ^sshd: /etc/passwd || echo 'sshd:x:950:65534::/run/sshd:/usr/sbin/nologin' >>/etc/passwd
mkdir -p /run/sshd /root/.ssh; chmod 700 /root /root/.ssh; chown root: /root
ssh-keygen -q -A
cp /opt/bench/key.pub /root/.ssh/authorized_keys
printf 'PermitRootLogin yes\\nStrictModes no\\nUsePAM no\\nSubsystem sftp internal-sftp\\n' >/root/sshd_config
command -v python3 >/dev/null`

export async function fleetOf(kinds: Readonly<Record<string, Kind>>): Promise<Fleet> {
  const work = place("fleet")
  const shared = join(work, "shared")
  mkdirSync(shared)
  await mustRun(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", join(shared, "key")])
  const controller = await rootOf("ansible-over-ssh", "trixie", [
    "ansible-core",
    "openssh-client",
    "util-linux",
    "bash",
  ])
  const nodes = new Map<string, Node>()
  const stop = async () => {
    await Promise.all([...nodes.values()].map(async (one) => await one.stop()))
  }
  try {
    for (const [name, kind] of Object.entries(kinds)) {
      const tree = await rootOf("sshd-and-python", suiteOf(kind), ["openssh-server", "openssh-client", "python3"])
      const own = join(work, name)
      mkdirSync(own)
      const archive = join(own, "tree.tar")
      await mustRun(["tar", "--create", "--file", archive, "--directory", tree, "etc", "usr", "var"])
      const started = await node(kind, { way: "container", tools: [program, archive, join(shared, "key.pub")] })
      nodes.set(name, started)
      await started.mustRun(sshdOnNode, { timeoutSeconds: 120 })
    }
  } catch (error) {
    await stop()
    throw error
  }
  const inventory = [...nodes].map(([name, { enter }]) => `${name} ansible_ssh_common_args=${quoted(options(enter))}`)
  writeFileSync(join(shared, "inventory"), `[nodes]\n${inventory.join("\n")}\n`)
  writeFileSync(join(shared, "kubectl"), '#!/bin/sh\necho "$*" >>/fleet/kubectl.log\n', { mode: 0o755 })
  writeFileSync(join(shared, "kubectl.log"), "")
  writeFileSync(
    join(shared, "play"),
    `#!/bin/sh
export HOME=/root ANSIBLE_NOCOWS=1 ANSIBLE_FORCE_COLOR=0 LC_ALL=C.UTF-8 PATH=/fleet:/usr/sbin:/usr/bin:/sbin:/bin
exec ansible-playbook --inventory /fleet/inventory --private-key /fleet/key --user root "$@"
`,
    { mode: 0o755 },
  )
  const prepare = `mount --bind /dev "$root/dev"
mkdir -p "$root/root" "$root/fleet" "$root/usr/share/ansible/collections/ansible_collections/criadm/node"
mount --bind ${collection} "$root/usr/share/ansible/collections/ansible_collections/criadm/node"
mount --bind ${shared} "$root/fleet"
echo 'root:x:0:0:root:/root:/bin/sh' >"$root/etc/passwd"`
  return {
    nodes,
    async play(playbook, ...args) {
      const isText = playbook.includes("\n")
      if (isText) writeFileSync(join(shared, "play.yml"), playbook)
      const path = isText
        ? "/fleet/play.yml"
        : `/usr/share/ansible/collections/ansible_collections/criadm/node/playbooks/${playbook}`
      // The way to a node leads through its first process, by the number that this machine has for it.
      const command = inRoot(controller, program, [path, ...args], prepare, "/fleet/play", "this machine's")
      return await run(command, { timeoutSeconds: 900 })
    },
    kubectl: () =>
      readFileSync(join(shared, "kubectl.log"), "utf8")
        .split("\n")
        .filter((line) => line !== ""),
    stop,
  }
}

async function rootOf(name: string, suite: string, packages: readonly string[]): Promise<string> {
  const release = releases.find((known) => known.suite === suite)
  if (release === undefined) throw new Error(`no ${suite}`)
  return await unpacked(name, release, [...packages, "coreutils", "dash", "libc-bin"])
}

function options(enter: Node["enter"]): string {
  const proxy = `${(enter?.() ?? []).slice(0, 9).join(" ")} /usr/sbin/sshd -i -f /root/sshd_config`
  return `-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ProxyCommand="${proxy}"`
}

/** As an inventory in the form of INI takes a value with blanks and double quotes. */
const quoted = (value: string) => `'${value}'`
