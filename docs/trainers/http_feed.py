"""A PyTorch dataset over HTTP: `for batch, cursor in Feed("http://127.0.0.1:8080", table="shards", rank=0, world=8)`."""
import json
import sys
import urllib.parse
import urllib.request

import pyarrow.ipc as ipc

try:
    from torch.utils.data import IterableDataset
except ImportError:  # without PyTorch it is a plain iterable
    IterableDataset = object


class Feed(IterableDataset):
    """Record batches and the cursor behind each; keep the cursor in the trainer's checkpoint, and go on with `cursor=`."""

    def __init__(self, location, token=None, **ticket):
        self.location, self.ticket = location, ticket
        self.headers = {"Authorization": "Bearer " + token} if token else {}

    def __iter__(self):
        query = {k: v if isinstance(v, str) else json.dumps(v) for k, v in self.ticket.items() if v is not None}
        url = f"{self.location}/v1/feed?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(urllib.request.Request(url, headers=self.headers)) as response:
            for batch, metadata in ipc.open_stream(response).iter_batches_with_custom_metadata():
                self.ticket["cursor"] = metadata["cursor"].decode()
                yield batch, self.ticket["cursor"]


if __name__ == "__main__":
    for batch, cursor in Feed(sys.argv[1], **json.loads(sys.argv[2])):
        print(cursor, *batch.column("id").to_pylist())
