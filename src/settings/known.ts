// Every setting, in the order in which they are asked and resolved: a later one may follow from an earlier one.
import type { Answers } from "../model/answers.ts"
import type { SettingId } from "../model/setting.ts"
import { cgroupDriver } from "./cgroup-driver.ts"
import { crictlConfig } from "./crictl-config.ts"
import { imageRepository } from "./image-repository.ts"
import { install } from "./install.ts"
import { ipForward } from "./ip-forward.ts"
import { kubelet } from "./kubelet.ts"
import { kubernetesVersion } from "./kubernetes-version.ts"
import { registryMirror } from "./registry-mirror.ts"
import { resetConfig } from "./reset-config.ts"
import { restart } from "./restart.ts"
import { runtime } from "./runtime.ts"
import { runtimeRelease } from "./runtime-release.ts"
import { sandboxImage } from "./sandbox-image.ts"
import { sandboxImageArchive } from "./sandbox-image-archive.ts"
import type { SettingDefinition } from "./setting-definition.ts"
import { sysctl } from "./sysctl.ts"

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
  restart,
  "reset-config": resetConfig,
  "crictl-config": crictlConfig,
  install,
  "runtime-release": runtimeRelease,
  sysctl,
  "sandbox-image-archive": sandboxImageArchive,
}

export type AnySetting = SettingDefinition<SettingId & keyof Answers>

export const settings: readonly AnySetting[] = Object.values(byId) as unknown as readonly AnySetting[]
