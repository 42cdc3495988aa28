# Paperboy as a container; docs/operation.md tells how to run it. Nothing is built: Node runs the sources as they are.
FROM node:24-slim

ENV NODE_ENV=production
WORKDIR /app

# Its own layer, so that a change of the sources installs nothing anew. Without scripts, the package that brings Node to
# other machines brings none here: the image has its own.
COPY package.json package-lock.json ./
# The runtime of the model brings binaries for every platform; one of them runs here.
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force \
  && find node_modules/onnxruntime-node/bin/napi-v6 -mindepth 2 -maxdepth 2 ! -path "*/linux/$(node -p process.arch)" -exec rm -r {} +

COPY LICENSE README.md ./
COPY src src
COPY prompts prompts
COPY data data

# A folder that the model is put into while the image is built, for places without a network: /app/models. Without it, the
# model is fetched at the first start, into the volume below.
ARG MODELS_DIR=""
ENV MODELS_DIR=$MODELS_DIR
RUN [ -z "$MODELS_DIR" ] || node src/main.ts models fetch

# The database, where nothing else is set: a volume that begins with this folder is the user's, too.
RUN mkdir var && chown node:node var
VOLUME /app/var
USER node

# What is served on PORT can be reached from outside the container, if the port is published.
ENV HTTP_HOST=0.0.0.0
# For the check below; nobody outside reaches it, unless METRICS_HOST lets them.
ENV METRICS_PORT=9464
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.METRICS_PORT}/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# Answers under way may end before the process does: give it ten seconds.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/src/main.ts"]
