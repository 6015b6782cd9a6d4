// Values in crio.conf.d, each given to CRI-O 1.36.3, really started: those it ends on, with what they break, and those it
// takes. Reports: cri-o/cri-o#8214 (conmonrs), #4345 and #6126 (ulimits, sysctls), openshift/machine-config-operator#5628
// (short_name_mode).
import type { CrioValueRule } from "../../../src/components/crio/says/codes.ts"

export interface ValueCase {
  /** The table and its lines. */
  readonly text: string
  readonly rule: CrioValueRule
  /** The line of the text that is at fault. */
  readonly line: number
}

const runtime = (line: string, rule: CrioValueRule): ValueCase => ({ text: `[crio.runtime]\n${line}\n`, rule, line: 2 })
const image = (line: string, rule: CrioValueRule): ValueCase => ({ text: `[crio.image]\n${line}\n`, rule, line: 2 })
const handler = (line: string, rule: CrioValueRule): ValueCase => ({
  text: `[crio.runtime.runtimes.crun]\n${line}\n`,
  rule,
  line: 2,
})

export const refusedValues: readonly ValueCase[] = [
  runtime("log_size_max = 8191", "log-size"),
  runtime("log_size_max = 0", "log-size"),
  runtime('timezone = "Europe/Atlantis"', "timezone"),
  runtime('default_capabilities = ["CAP_NET_RAW"]', "capability"),
  runtime('default_capabilities = ["CHOWN", "ALL"]', "capability"),
  runtime('default_capabilities = [""]', "capability"),
  runtime('default_sysctls = ["net.ipv4.ip_unprivileged_port_start"]', "sysctl"),
  runtime('default_sysctls = ["net.ipv4.ping_group_range = 0 0"]', "sysctl"),
  runtime('default_ulimits = ["nofile"]', "ulimit"),
  runtime('default_ulimits = [""]', "ulimit"),
  runtime('default_ulimits = ["nofiles=1:2"]', "ulimit"),
  runtime('default_ulimits = ["nofile=3:2"]', "ulimit"),
  runtime('default_ulimits = ["nofile=-1:2"]', "ulimit"),
  runtime('default_ulimits = ["nofile=64k"]', "ulimit"),
  runtime('additional_devices = ["/dev/nobody"]', "device-missing"),
  runtime('additional_devices = ["/dev/null:/opt/null"]', "device"),
  runtime('additional_devices = ["/dev/null:/dev/null:rx"]', "device"),
  runtime('additional_devices = ["/dev/null:null"]', "device"),
  runtime('blockio_config_file = "/etc/nobody.yaml"', "file-missing"),
  runtime('infra_ctr_cpuset = "1-0"', "cpus"),
  runtime('infra_ctr_cpuset = "all"', "cpus"),
  runtime('infra_ctr_cpuset = "0,"', "cpus"),
  runtime('additional_artifact_stores = ["store"]', "not-absolute"),
  runtime('additional_artifact_stores = [""]', "not-absolute"),
  runtime('conmon = "/opt/bin/conmonrs"', "not-conmon"),
  image('short_name_mode = "permissive"', "short-name-mode"),
  image('signature_policy_dir = "policies"', "not-absolute"),
  image('signature_policy_dir = ""', "not-absolute"),
  image('namespaced_auth_dir = "auth"', "not-absolute"),
  image('image_volumes = "tmpfs"', "image-volumes"),
  image('image_volumes = ""', "image-volumes"),
  runtime('log_level = "loud"', "log-level"),
  runtime('log_level = ""', "log-level"),
  { text: '[crio]\nlog_dir = "logs"\n', rule: "not-absolute", line: 2 },
  { text: '[crio.api]\nstream_idle_timeout = "4"\n', rule: "stream-timeout", line: 2 },
  { text: '[crio.api]\nstream_port = "70000"\n', rule: "stream-port", line: 2 },
  handler('monitor_path = "/opt/bin/conmonrs"', "not-conmon"),
  handler('runtime_type = "io.containerd.runc.v2"', "runtime-type"),
  handler('runtime_type = "OCI"', "runtime-type"),
  handler('allowed_annotations = ["io.kubernetes.cri-o.Device"]', "annotation"),
  handler('runtime_config_path = "/etc/hosts"', "only-of-type"),
  handler('exec_cpu_affinity = "last"', "cpu-affinity"),
  handler("stream_websockets = true", "only-of-type"),
]

/** All of them at once: CRI-O starts. */
export const takenValues = `[crio]
log_dir = "/var/log/crio/pods"

[crio.api]
stream_idle_timeout = "1h30m"
stream_port = "0"

[crio.runtime]
log_level = "Warning"
log_size_max = -1
timezone = "local"
default_capabilities = ["chown", "Net_Raw"]
default_sysctls = ["", "net.ipv4.ping_group_range=0 0", "kernel.shm_rmid_forced="]
default_ulimits = ["nofile=1024", "core=-1", "nproc=-1:-1", "memlock=1:-1"]
additional_devices = ["", "/dev/null", "/dev/zero:rw", "/dev/full:/dev/xfull:rwm"]
blockio_config_file = ""
infra_ctr_cpuset = ""
additional_artifact_stores = ["/var/lib/store"]

[crio.image]
short_name_mode = "disabled"
image_volumes = "bind"
signature_policy_dir = "/etc/crio/others"

[crio.runtime.runtimes.crun]
allowed_annotations = ["io.kubernetes.cri-o.Devices", "devices.crio.io", "run.oci."]
exec_cpu_affinity = "first"

[crio.runtime.runtimes.other]
runtime_path = "/opt/bin/crun"
runtime_type = "nobody"
`
