"""A PyTorch dataset over Arrow Flight: `for batch, cursor in Feed("grpc://127.0.0.1:8815", table="shards", rank=0, world=8)`."""
import json
import sys

import pyarrow.flight as flight

try:
    from torch.utils.data import IterableDataset
except ImportError:  # without PyTorch it is a plain iterable
    IterableDataset = object


class Feed(IterableDataset):
    """Record batches and the cursor behind each; keep the cursor in the trainer's checkpoint, and go on with `cursor=`."""

    def __init__(self, location, token=None, **ticket):
        self.location, self.ticket = location, ticket
        headers = [(b"authorization", b"Bearer " + token.encode())] if token else []
        self.options = flight.FlightCallOptions(headers=headers)

    def __iter__(self):
        with flight.connect(self.location) as client:
            reader = client.do_get(flight.Ticket(json.dumps(self.ticket)), self.options)
            for chunk in reader:
                self.ticket["cursor"] = chunk.app_metadata.to_pybytes().decode()
                yield chunk.data, self.ticket["cursor"]


if __name__ == "__main__":
    for batch, cursor in Feed(sys.argv[1], **json.loads(sys.argv[2])):
        print(cursor, *batch.column("id").to_pylist())
