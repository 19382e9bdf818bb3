# A small image of cruddur-api, the message API and its page:
#
#   docker build --tag cruddur-api .
#   docker run --publish 127.0.0.1:4567:4567 --env CONNECTION_URL=... --env AWS_ENDPOINT_URL_DYNAMODB=... cruddur-api
#   docker run --publish 4567:4567 --env-file production.env cruddur-api prod --listen 0.0.0.0
#
# The Swift runtime is linked in. The server runs as nobody (65534), writes no file, and is configured by its environment.

FROM swift:6.3-bookworm AS build
WORKDIR /src
COPY . .
# Without versions, because Debian removes a version from its archive at the next security update.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libcurl4-openssl-dev libmicrohttpd-dev libpq-dev libssl-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
# `release` is in release.sh.
# hadolint ignore=SC2154
RUN . scripts/lib/common.sh \
    && . scripts/lib/release.sh \
    && build_release cruddur-api \
    && install -D "$(swift build "${release[@]}" --show-bin-path)/cruddur-api" /out/cruddur-api

FROM debian:bookworm-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libcurl4 libmicrohttpd12 libpq5 libssl3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/cruddur-api /usr/local/bin/
USER 65534:65534
EXPOSE 4567
STOPSIGNAL SIGTERM
ENTRYPOINT ["cruddur-api"]
CMD ["--listen", "0.0.0.0"]
