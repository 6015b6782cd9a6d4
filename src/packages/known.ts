// Every package manager criadm can install with, in the order in which they are recognised. A new one is its file and a
// line here.
import { apt } from "./apt.ts"
import type { PackageManager } from "./package-manager.ts"

export const packageManagers: readonly PackageManager[] = [apt]
