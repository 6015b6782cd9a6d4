// How long a bare node takes to get its runtime from its distribution's packages: by criadm, and by a playbook that does
// the steps of the Kubernetes page with the distribution's ansible-core. Measured: the whole time, and what is left of it
// when the package manager's and the services' own time is taken away, which both need alike.

import { addRepository } from "../install/local-repository.ts"
import { bareNode, containerdPackages, isServing } from "../nodes/bare-node.ts"

/** In seconds, of the whole and of criadm's own part; and how much faster that shall be than the playbook's. */
const goals = { seconds: 60, ownSeconds: 2, timesFaster: 3 }

const image = "registry.k8s.io/pause:3.10.2"

const playbook = `- hosts: localhost
  connection: local
  gather_facts: true
  tasks:
    - ansible.builtin.apt: {name: [containerd, runc, containernetworking-plugins], state: present, install_recommends: false}
    - ansible.builtin.lineinfile:
        path: /etc/containerd/config.toml
        line: '      sandbox_image = "${image}"'
        insertafter: 'plugins."io.containerd.grpc.v1.cri"\\]'
    - ansible.builtin.blockinfile:
        path: /etc/containerd/config.toml
        block: |
          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
            runtime_type = "io.containerd.runc.v2"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
              SystemdCgroup = true
    - ansible.builtin.copy: {dest: /etc/sysctl.d/k8s.conf, content: "net.ipv4.ip_forward = 1\\n"}
    - ansible.builtin.command: sysctl --system
    - ansible.builtin.systemd_service: {name: containerd, state: restarted, enabled: true}
`

/** The package manager's programs and the one that starts services. */
const timedPrograms = ["apt-get", "apt-cache", "apt-mark", "apt-config", "dpkg", "dpkg-deb", "dpkg-query", "systemctl"]

/** Stands where a program of the system stood, and notes when each of its runs began and ended, in microseconds. */
const timed = (program: string) => `
mv ${program} ${program}.untimed
cat >${program} <<'END'
#!/bin/bash
# A run within another one is a part of it.
[ -z "$TIMED" ] || exec -a "$0" ${program}.untimed "$@"
export TIMED=1
from=$EPOCHREALTIME
${program}.untimed "$@"
status=$?
echo "\${from/./} \${EPOCHREALTIME/./}" >>/run/timed
exit $status
END
chmod 755 ${program}
`

/** Runs a command and prints when it began and ended, and then the runs of the timed programs. */
const clock = `#!/bin/bash
: >/run/timed
from=$EPOCHREALTIME
"$@" >/tmp/said 2>&1 || { cat /tmp/said; exit 1; }
echo "\${from/./} \${EPOCHREALTIME/./}"
cat /run/timed
`

/** Of spans in microseconds, what they cover together, in milliseconds: programs run beside each other, too. */
function covered(spans: readonly (readonly [from: number, to: number])[]): number {
  let [sum, end] = [0, 0]
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    sum += Math.max(0, to - Math.max(from, end))
    end = Math.max(end, to)
  }
  return sum / 1000
}

type Way = "criadm" | "ansible"

export interface Took {
  readonly total: number
  readonly own: number
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Medians, in seconds. */
export async function measureInstall(rounds: number): Promise<Readonly<Record<Way, Took>>> {
  const given = await bareNode("trixie-bare", {
    suite: "trixie",
    packages: [...containerdPackages, "ansible-core", "python3-apt"],
    withSource: false,
  })
  const { node } = given
  try {
    await addRepository(node)
    await node.mustRun(
      "DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends ansible-core python3-apt >/dev/null",
    )
    await node.put("/root/play.yml", playbook)
    await node.put("/root/clock", clock, 0o755)
    await node.mustRun(timedPrograms.map((program) => timed(`/usr/bin/${program}`)).join(""))

    const ways: Readonly<Record<Way, string>> = {
      // Waiting that the runtime stays up is asked for and not work: the playbook does not wait.
      criadm: `criadm apply --yes --install distribution --runtime containerd --sandbox-image ${image} --settle 0`,
      ansible: "env HOME=/root LC_ALL=C.UTF-8 ansible-playbook -i localhost, /root/play.yml",
    }
    const took: Record<Way, Took[]> = { criadm: [], ansible: [] }
    for (let round = 0; round < rounds; round++) {
      for (const [name, command] of Object.entries(ways) as [Way, string][]) {
        const lines = (await node.mustRun(`/root/clock ${command}`)).trim().split("\n")
        const [whole, ...others] = lines.map((line) => line.split(" ").map(Number) as unknown as [number, number])
        if (whole === undefined) throw new Error(`${name}: not clocked`)
        await isServing(node, "containerd")
        took[name].push({ total: covered([whole]), own: covered([whole]) - covered(others) })
        await node.mustRun(`systemctl stop containerd; DEBIAN_FRONTEND=noninteractive apt-get -qq purge ${containerdPackages.join(" ")} >/dev/null 2>&1
          rm -rf /etc/containerd /etc/sysctl.d/*k8s* /etc/sysctl.d/*criadm* /etc/crictl.yaml /var/lib/criadm /var/lib/containerd`)
      }
    }
    const seconds = (all: readonly Took[], which: keyof Took) => median(all.map((one) => one[which])) / 1000
    const medianOf = (all: readonly Took[]) => ({ total: seconds(all, "total"), own: seconds(all, "own") })
    return { criadm: medianOf(took.criadm), ansible: medianOf(took.ansible) }
  } finally {
    await node.stop()
  }
}

export interface InstallGoal {
  readonly what: string
  /** Of the goal; 1 and less is reached. */
  readonly ratio: number
}

export function installGoals({ criadm, ansible }: Readonly<Record<Way, Took>>): readonly InstallGoal[] {
  return [
    { what: "from a bare node to a verified one", ratio: criadm.total / goals.seconds },
    { what: "criadm's own part of it", ratio: criadm.own / goals.ownSeconds },
    { what: "the same in comparison with a playbook", ratio: (goals.timesFaster * criadm.own) / ansible.own },
  ]
}
