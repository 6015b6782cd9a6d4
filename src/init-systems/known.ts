// Every init system criadm knows, in the order in which they are recognised: those with a boot mark of their own come
// before sysvinit and busybox, which are process 1 under OpenRC as well. A new one is its file and a line here.
import type { InitSystem } from "./init-system.ts"
import { none } from "./none.ts"
import { openrc } from "./openrc.ts"
import { busybox, dinit, s6 } from "./recognised-only.ts"
import { runit } from "./runit.ts"
import { systemd } from "./systemd.ts"
import { sysvinit } from "./sysvinit.ts"

export const initSystems: readonly InitSystem[] = [systemd, openrc, runit, s6, dinit, sysvinit, busybox, none]
