#!/usr/bin/env bash
# A crawl without a Kafka of your own: an embedded broker, the made-up documents of the quickstart pushed in part by part, and topologies/crawl.yaml on them.
# The broker forgets its messages when it ends, so the table is made anew each time. Arguments go to `streaming run`, e.g. --max-epochs 10.
set -euo pipefail
cd "$(dirname "$0")/.."

dotnet build src/Streaming.Cli -c Release -v quiet -nologo
streaming() { dotnet src/Streaming.Cli/bin/Release/net10.0/Streaming.Cli.dll "$@"; }

work=$(mktemp -d)
rm -rf out/crawl out/crawl.rejects out/crawl.dead_letters
dotnet src/Streaming.Cli/bin/Release/net10.0/Streaming.Cli.dll broker --quiet --topic pages:2 > "$work/broker" &
broker=$!
feed=
trap 'kill $broker $feed 2>/dev/null || true; rm -rf "$work"' EXIT
until [ -s "$work/broker" ]; do kill -0 $broker; sleep 0.1; done
export KAFKA
KAFKA=$(cat "$work/broker")
echo "An embedded broker at $KAFKA. Shards grow in out/crawl; look at them by: streaming inspect out/crawl"

(
  for part in 1 2 3; do
    streaming ingest "topologies/data/quickstart/documents-$part.parquet" --to "kafka://$KAFKA/pages" --state "$work/ingest-$part" --quiet --log-level error
    sleep 5
  done
) &
feed=$!

streaming run topologies/crawl.yaml "$@"
