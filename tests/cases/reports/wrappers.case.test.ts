// Units that start the kubelet or a runtime through something else, from reports: flags and files behind it are seen.
import { expect, test } from "bun:test"
import { chmodSync } from "node:fs"
import { join } from "node:path"
import { CaseNode } from "../case.ts"

const kubelet = "etc/systemd/system/kubelet.service.d/99-wrapper.conf"
const endpoint = "unix:///var/run/crio/crio.sock"

function kubeletBy(line: string, files: Readonly<Record<string, string>> = {}): CaseNode {
  const node = new CaseNode("healthy")
  node.write(kubelet, `[Service]\nExecStart=\nExecStart=${line}\n`)
  for (const [path, text] of Object.entries(files)) {
    node.write(path, text)
    chmodSync(join(node.root, path), 0o755)
  }
  return node
}

const config = "--config=/var/lib/kubelet/config.yaml"

test.each([
  // cilium/cilium#19017: node-init moves the kubelet to the-kubelet and puts a script in its place.
  [
    `/home/kubernetes/bin/kubelet ${config}`,
    {
      "home/kubernetes/bin/the-kubelet": "\u007fELF",
      "home/kubernetes/bin/kubelet": `#!/bin/bash\nset -e\nexec /home/kubernetes/bin/the-kubelet "\${@}" --container-runtime-endpoint=${endpoint}\n`,
    },
  ],
  // kubernetes/release#84 and coreos/coreos-overlay#2308: a kubelet-wrapper.
  [
    `/var/lib/kubelet/kubelet-wrapper --container-runtime-endpoint=${endpoint}`,
    { "var/lib/kubelet/kubelet-wrapper": `#!/bin/bash -e\nexec /usr/bin/kubelet ${config} "$@"\n` },
  ],
  // contiv/netplugin#66: a shell that sends what is written to a file.
  [`/bin/bash -c 'kubelet ${config} --container-runtime-endpoint=${endpoint} 2>&1 >/tmp/kubelet.log'`, {}],
  // getamis/vishwakarma#131: the log goes to a file by tee.
  [`/bin/sh -c "/usr/bin/kubelet ${config} --container-runtime-endpoint=${endpoint} 2>&1 | tee -a /var/log/k.log"`, {}],
  // Dstack-TEE/dstack#1215 pins a daemon to a CPU; taskset(1) does.
  [`/usr/bin/taskset -c 0-3 /usr/bin/kubelet ${config} --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/numactl --cpunodebind=0 --membind=0 /usr/bin/kubelet --container-runtime-endpoint ${endpoint}`, {}],
  [`/usr/bin/systemd-inhibit --what=shutdown /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/ionice -c2 -n0 nice -n -5 kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/setpriv --no-new-privs /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/sbin/chroot /host /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/nsenter -t 1 -m -- /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/prlimit --nofile=1048576 /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/unshare -m /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/ip netns exec k8s /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/timeout 0 /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/bin/busybox sh -c 'exec kubelet --container-runtime-endpoint=${endpoint}'`, {}],
  [`/usr/bin/cgexec -g cpu:k /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/systemd-run --scope /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/setsid -w /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/runuser -u root -- /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/sudo -E /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
  [`/usr/bin/strace -f -o /tmp/k /usr/bin/kubelet --container-runtime-endpoint=${endpoint}`, {}],
] as const)("the endpoint behind ExecStart=%s", (line, files) => {
  using node = kubeletBy(line, files)

  expect(node.say("explain", "runtime").text).toContain(`runtime (kubelet): ${endpoint} from `)
  expect(node.codes("failure")).toContain("kubelet-endpoint-of-no-runtime")
})
