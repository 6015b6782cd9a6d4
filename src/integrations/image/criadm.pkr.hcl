# Packer: a block for any builder that runs a machine. The machine has systemd and a network, so that the runtime comes from
# its distribution's packages and is proven before the image is taken. For chroot builders: prepare-image. Beside it lies
# answers.toml, for example:
#   runtime = "containerd"
#   install = "distribution"
#   cgroup-driver = "systemd"
# sudo of the RHEL family does not look into /usr/local/bin, hence the paths.
variable "criadm" {
  type    = string
  default = "criadm-linux-x64"
}

build {
  # sources = ["source.qemu.debian"]

  provisioner "file" {
    source      = var.criadm
    destination = "/tmp/criadm"
  }

  provisioner "file" {
    source      = "answers.toml"
    destination = "/tmp/answers.toml"
  }

  provisioner "shell" {
    inline = [
      "sudo install -m 755 /tmp/criadm /usr/local/bin/criadm",
      "sudo install -D -m 600 -o root -g root /tmp/answers.toml /etc/criadm/answers.toml",
      "sudo /usr/local/bin/criadm apply --yes --answers /etc/criadm/answers.toml --lock-timeout 600",
      "sudo /usr/local/bin/criadm verify",
    ]
  }
}
