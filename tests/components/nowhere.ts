// For a component of a test that keeps no setting.
import { keptByNone, ofAnother, type Places } from "../../src/components/places.ts"

export const nowhere: Places = {
  ...keptByNone,
  runtime: ofAnother,
  "cgroup-driver": ofAnother,
  "sandbox-image": ofAnother,
  "ip-forward": ofAnother,
  sysctl: ofAnother,
  module: ofAnother,
  swap: ofAnother,
  "kernel-preset": ofAnother,
  proxy: ofAnother,
  "no-proxy": ofAnother,
  "open-files": ofAnother,
  kubelet: ofAnother,
  "registry-mirror": ofAnother,
  registry: ofAnother,
  handler: ofAnother,
  "reset-config": ofAnother,
  "crictl-config": ofAnother,
}
