"""A PyTorch dataset over the bare table, with no server: its files in the log's order, a row group at a time. No shuffle, no cursor: the feed has both."""
import glob
import json
import os
import sys
import urllib.parse

import pyarrow.parquet as pq

try:
    from torch.utils.data import IterableDataset
except ImportError:  # without PyTorch it is a plain iterable
    IterableDataset = object


class Table(IterableDataset):
    """Record batches of a rank: every world-th one. For tables that have no log checkpoint yet; delta-rs reads any."""

    def __init__(self, folder, rank=0, world=1, columns=None, batch_rows=64):
        self.folder, self.rank, self.world, self.columns, self.batch_rows = folder, rank, world, columns, batch_rows

    def files(self):
        live = {}
        for entry in sorted(glob.glob(os.path.join(self.folder, "_delta_log", "*.json"))):
            for action in map(json.loads, open(entry)):
                live.pop(action.get("remove", {}).get("path"), None)
                live.update({action["add"]["path"]: None} if "add" in action else {})
        return [os.path.join(self.folder, urllib.parse.unquote(path)) for path in live]

    def __iter__(self):
        batches = (b for f in self.files() for b in pq.ParquetFile(f).iter_batches(self.batch_rows, columns=self.columns))
        yield from (batch for i, batch in enumerate(batches) if i % self.world == self.rank)


if __name__ == "__main__":
    for batch in Table(sys.argv[1]):
        print(*batch.column("id").to_pylist())
