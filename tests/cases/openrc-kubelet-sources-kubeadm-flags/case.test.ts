// The OpenRC script of Alpine and Gentoo reads /var/lib/kubelet/kubeadm-flags.env and adds $KUBELET_KUBEADM_ARGS; that
// file names CRI-O's socket while containerd is installed. Report: kubernetes/kubeadm#1295.
import { expect, test } from "bun:test"
import { CaseNode } from "../case.ts"

const name = "openrc-kubelet-sources-kubeadm-flags"
const endpoint = "unix:///var/run/crio/crio.sock"

test("explain says the endpoint of the file that the script reads, and check that no runtime is behind it", () => {
  using node = new CaseNode(name)

  expect(node.say("explain", "runtime").text).toContain(
    `runtime (kubelet): ${endpoint} from /var/lib/kubelet/kubeadm-flags.env:1`,
  )
  expect(node.codes("failure")).toContain("kubelet-endpoint-of-no-runtime")
})

test("plan moves the kubelet as it does on systemd: told from what to what", () => {
  using node = new CaseNode(name)

  expect(node.say("plan").text).toContain(`the kubelet moves from ${endpoint}`)
})

// The file may be named by a variable, and read another one.
test("a file that a variable names, and one that it reads, are read as well", () => {
  using node = new CaseNode(name)
  const script = `#!/sbin/openrc-run
: \${kubelet_flags:=/etc/kubernetes/flags.env}
. "$kubelet_flags"
command=/usr/bin/kubelet
command_args="--config=/var/lib/kubelet/config.yaml $FLAGS"
`
  node.write("etc/init.d/kubelet", script).remove("etc/conf.d/kubelet")
  node.write("etc/kubernetes/flags.env", ". /etc/kubernetes/more.env\nFLAGS=$MORE\n")
  node.write("etc/kubernetes/more.env", `MORE="--container-runtime-endpoint=${endpoint}"\n`)

  expect(node.say("explain", "runtime").text).toContain(`runtime (kubelet): ${endpoint}`)
})

test("a command that the script computes is not guessed: that is said", () => {
  using node = new CaseNode(name)
  node.write("etc/init.d/kubelet", "#!/sbin/openrc-run\ncommand=$(which kubelet)\ncommand_args=$(cat /etc/flags)\n")

  expect(node.findings().find(({ code }) => code === "command-not-understood")).toMatchObject({
    severity: "warning",
    args: { service: "kubelet", through: "/etc/init.d/kubelet", look: "cat /etc/init.d/kubelet" },
  })
})
