# Postgres 17 with both extensions: pgvector's own image, and the package that pg_textsearch's releases hold.
FROM pgvector/pgvector:0.8.6-pg17-bookworm

ARG PG_TEXTSEARCH=1.4.0
# amd64 or arm64; the builder knows.
ARG TARGETARCH

RUN set -eu; \
    apt-get update; \
    apt-get install -y --no-install-recommends ca-certificates curl unzip; \
    curl -fsSL -o /tmp/extension.zip "https://github.com/timescale/pg_textsearch/releases/download/v${PG_TEXTSEARCH}/pg-textsearch-v${PG_TEXTSEARCH}-pg17-${TARGETARCH}.zip"; \
    unzip -q /tmp/extension.zip -d /tmp/extension; \
    dpkg -i /tmp/extension/*.deb; \
    apt-get purge -y --auto-remove curl unzip; \
    rm -rf /tmp/extension /tmp/extension.zip /var/lib/apt/lists/*

# pg_textsearch must be there when the server starts.
CMD ["postgres", "-c", "shared_preload_libraries=pg_textsearch"]
