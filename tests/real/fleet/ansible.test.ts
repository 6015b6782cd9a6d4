// The Ansible collection with Debian's ansible-core, in a root of its own: check mode, apply, once more, and a node on
// which it cannot be done. The node is a tree with a packaged containerd's configuration.
import { beforeAll, expect, setDefaultTimeout, test } from "bun:test"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { inRoot } from "../downloads/downloads.ts"
import { program } from "../support/criadm-program.ts"
import { needsOfPackages, releases, unpacked } from "../support/packages.ts"
import { run } from "../support/programs.ts"
import { describeReal } from "../support/requirements.ts"

// Some 60 MB are fetched once. Milliseconds.
setDefaultTimeout(10 * 60 * 1000)

const needs = { programs: ["unshare", "chroot", "mount", ...needsOfPackages.programs] }
const collection = join(import.meta.dir, "../../../src/integrations/ansible")

const playbook = `
- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - criadm.node.criadm_facts: {program: /criadm, root: "{{ tree }}"}
    - ansible.builtin.debug: {msg: "OS is {{ ansible_facts.criadm.os.value.id }}"}
  roles:
    - role: criadm.node.node
      vars:
        criadm_program: /criadm
        criadm_root: "{{ tree }}"
        criadm_runtime_version: 1.7.24
        criadm_answers: {runtime: containerd, cgroup-driver: systemd, sandbox-image: "registry.k8s.io/pause:3.10.2", registry-mirror: ["docker.io=https://mirror.example.com"]}
`

/** A right node and one whose configuration is broken; then the playbook as often as it is asked for. */
const prepare = `mount --bind /dev "$root/dev"
mkdir -p "$root/root" "$root/usr/share/ansible/collections/ansible_collections/criadm/node"
mount --bind ${collection} "$root/usr/share/ansible/collections/ansible_collections/criadm/node"
for tree in node broken; do
  mkdir -p "$root/$tree/etc/containerd" "$root/$tree/usr/lib" "$root/$tree/etc/sysctl.d"
  printf 'ID=debian\\n' > "$root/$tree/etc/os-release"
  printf 'version = 2\\n# kept\\n' > "$root/$tree/etc/containerd/config.toml"
done
printf '[plugins\\n' >> "$root/broken/etc/containerd/config.toml"
cat > "$root/play.yml" <<'END'
${playbook}
END
cat > "$root/story" <<'END'
play() { echo "== $1"; shift; ansible-playbook -i localhost, /play.yml "$@" 2>&1; echo "exit $?"; }
export HOME=/root ANSIBLE_NOCOWS=1 ANSIBLE_FORCE_COLOR=0 LC_ALL=C.UTF-8
play check --check --diff -e tree=/node
cat /node/etc/containerd/config.toml
play apply -e tree=/node
cat /node/etc/containerd/config.toml
play again -e tree=/node
play broken -e tree=/broken
END`

describeReal("the Ansible collection", needs, () => {
  const said: Record<string, string> = {}

  beforeAll(async () => {
    const bookworm = releases.find(({ suite }) => suite === "bookworm")
    if (bookworm === undefined) throw new Error("no bookworm")
    const root = await unpacked("ansible", bookworm, ["ansible-core", "coreutils", "dash", "bash", "libc-bin"])
    const { stdout, stderr } = await run(inRoot(root, program, ["/story"], prepare, "/bin/sh"))
    for (const part of stdout.split(/^== /m).slice(1)) said[part.split("\n")[0] ?? ""] = part
    if (said["broken"] === undefined) throw new Error(`${stdout}${stderr}`)
  })

  test("in check mode shows the difference, says changed, and changes nothing", () => {
    expect(said["check"]).toContain("SystemdCgroup = true")
    expect(said["check"]).toMatch(/changed=1 .*failed=0/)
    expect(said["check"]).toEndWith("exit 0\nversion = 2\n# kept\n")
  })

  test("applies, and keeps what the operator wrote", () => {
    expect(said["apply"]).toMatch(/changed=1 .*failed=0/)
    expect(said["apply"]).toContain("# kept")
    expect(said["apply"]).toContain("SystemdCgroup = true")
    expect(said["apply"]).toContain("OS is debian")
  })

  test("once more changes nothing", () => {
    expect(said["again"]).toMatch(/changed=0 .*failed=0/)
  })

  test("fails where criadm refuses, with its words", () => {
    expect(said["broken"]).toMatch(/changed=0 .*failed=1/)
    expect(said["broken"]).toContain("/etc/containerd/config.toml")
    expect(said["broken"]).toEndWith("exit 2\n")
  })
})

test("every file of the collection has the version of this release", () => {
  const release = JSON.parse(readFileSync(join(import.meta.dir, "../../../package.json"), "utf8")).version
  expect(readFileSync(join(collection, "galaxy.yml"), "utf8")).toContain(`version: ${release}\n`)
  expect(readdirSync(join(collection, "plugins/modules")).sort()).toEqual(["criadm.py", "criadm_facts.py"])
})
