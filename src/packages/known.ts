// Every package manager criadm can install with, in the order in which they are recognised. A new one is its file and a
// line here. zypper stands before dnf, which openSUSE has too.
import { apk } from "./apk.ts"
import { apt } from "./apt.ts"
import { aptFromBundle } from "./bundled-packages.ts"
import { dnf } from "./dnf.ts"
import type { PackageManager } from "./package-manager.ts"
import { pacman } from "./pacman.ts"
import { zypper } from "./zypper.ts"

export const packageManagers: readonly PackageManager[] = [apt, zypper, dnf, pacman, apk, aptFromBundle]
