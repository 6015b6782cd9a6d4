// What the tests of a real kubelet share of a migration of its cgroup driver: the command, a kill in the middle, and where
// a pod's cgroup lies under each driver.

const said = "--done cluster-config --done control-plane --done drain"
/** As a person would have said that the cluster's part is done. */
export const migrateTo = (driver: string) => `criadm migrate cgroup-driver --to ${driver} --yes ${said} --timeout 300`
export const steps = 9

export const ofSystemd = /^0::\/kubepods\.slice\/kubepods-burstable\.slice\/.*\/cri-containerd-[0-9a-f]{64}\.scope$/
export const ofCgroupfs = /^0::\/kubepods\/burstable\/pod[^/]+\/[0-9a-f]{64}$/

/** As many guides of 2019 left it, and running since; what the kubelet needs comes back with a reboot. */
export const asJoined = `mkdir -p /etc/containerd /etc/kubernetes /etc/systemd/system/kubelet.service.d
  containerd config default | sed 's/SystemdCgroup = true/SystemdCgroup = false/; s/pause:3[.0-9]*/pause:3.10.2/' > /etc/containerd/config.toml
  sed -i 's/cgroupDriver: systemd/cgroupDriver: cgroupfs/' /var/lib/kubelet/config.yaml
  echo 'apiVersion: v1' > /etc/kubernetes/kubelet.conf
  printf '%s\\n' '[Service]' \\
    'ExecStartPre=-/sbin/modprobe dummy' 'ExecStartPre=-/sbin/ip link add dummy0 type dummy' \\
    'ExecStartPre=-/sbin/ip address add 10.99.0.2/24 dev dummy0' 'ExecStartPre=-/sbin/ip link set dummy0 up' \\
    'ExecStartPre=-/sbin/ip route add default via 10.99.0.1' > /etc/systemd/system/kubelet.service.d/network.conf
  systemctl daemon-reload
  systemctl add-wants multi-user.target kubelet.service
  systemctl restart containerd
  systemctl start kubelet`

/** Killed as soon as it says that this step's turn has come. */
export const killedAt = (step: number, driver: string) => `${migrateTo(driver)} > /root/out 2>&1 & pid=$!
  until grep -q '^Step ${step} of' /root/out || ! kill -0 $pid; do sleep 0.1; done
  kill -9 $pid; wait $pid; true`
