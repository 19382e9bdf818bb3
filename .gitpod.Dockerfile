FROM gitpod/workspace-base

# The packages that the Swift toolchain needs; scripts/install-packages installs those that the suite needs.
RUN sudo apt-get update \
    && sudo apt-get install -y --no-install-recommends \
        binutils libc6-dev libedit2 libgcc-11-dev libncurses6 libpython3-dev libsqlite3-0 libstdc++-11-dev \
        libxml2-dev libz3-dev pkg-config tzdata zlib1g-dev \
    && sudo rm -rf /var/lib/apt/lists/*

ARG SWIFT=swift-6.3.1
RUN sudo mkdir -p /opt/swift \
    && curl -fsSL "https://download.swift.org/${SWIFT}-release/ubuntu2204/${SWIFT}-RELEASE/${SWIFT}-RELEASE-ubuntu22.04.tar.gz" \
    | sudo tar -xz -C /opt/swift --strip-components 1
ENV PATH="/opt/swift/usr/bin:$PATH"
