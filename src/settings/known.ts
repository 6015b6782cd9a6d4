// Every setting, in the order in which they are asked and resolved: a later one may follow from an earlier one.
import type { Answers } from "../model/answers.ts"
import type { SettingId } from "../model/setting.ts"
import { cgroupDriver } from "./definitions/cgroup-driver.ts"
import { checksums } from "./definitions/checksums.ts"
import { crictlConfig } from "./definitions/crictl-config.ts"
import { handler } from "./definitions/handler.ts"
import { imageRepository } from "./definitions/image-repository.ts"
import { install } from "./definitions/install.ts"
import { ipForward } from "./definitions/kernel/ip-forward.ts"
import { kernelPreset } from "./definitions/kernel/kernel-preset.ts"
import { module } from "./definitions/kernel/module.ts"
import { swap } from "./definitions/kernel/swap.ts"
import { sysctl } from "./definitions/kernel/sysctl.ts"
import { kubelet } from "./definitions/kubelet.ts"
import { kubernetesVersion } from "./definitions/kubernetes-version.ts"
import { noProxy } from "./definitions/no-proxy.ts"
import { openFiles } from "./definitions/open-files.ts"
import { proxy } from "./definitions/proxy.ts"
import { registry } from "./definitions/registry.ts"
import { registryMirror } from "./definitions/registry-mirror.ts"
import { releaseMirror } from "./definitions/release-mirror.ts"
import { resetConfig } from "./definitions/reset-config.ts"
import { restart } from "./definitions/restart.ts"
import { runtime } from "./definitions/runtime.ts"
import { runtimeRelease } from "./definitions/runtime-release.ts"
import { sandboxImage } from "./definitions/sandbox-image.ts"
import { sandboxImageArchive } from "./definitions/sandbox-image-archive.ts"
import { settle } from "./definitions/settle.ts"
import type { SettingDefinition } from "./setting-definition.ts"

/** The compiler names a setting that has no definition here. */
const byId: { readonly [Id in SettingId & keyof Answers]: SettingDefinition<Id> } = {
  runtime,
  "kubernetes-version": kubernetesVersion,
  "image-repository": imageRepository,
  "cgroup-driver": cgroupDriver,
  "sandbox-image": sandboxImage,
  "ip-forward": ipForward,
  kubelet,
  "registry-mirror": registryMirror,
  registry,
  restart,
  settle,
  "reset-config": resetConfig,
  "crictl-config": crictlConfig,
  install,
  "runtime-release": runtimeRelease,
  proxy,
  "no-proxy": noProxy,
  "open-files": openFiles,
  handler,
  "kernel-preset": kernelPreset,
  swap,
  sysctl,
  "sandbox-image-archive": sandboxImageArchive,
  module,
  "release-mirror": releaseMirror,
  checksums,
}

export type AnySetting = SettingDefinition<SettingId & keyof Answers>

export const settings: readonly AnySetting[] = Object.values(byId) as unknown as readonly AnySetting[]
