using Streaming.Epochs;
using Streaming.Operators;
using Streaming.Tables;

namespace Streaming.Runtime;

/// <summary>Writes the shards of one output, one after the other; an epoch's last shard is closed at its barrier. Shards begin at the same sample, however they were batched.</summary>
/// <param name="table">The output.</param>
/// <param name="targetBytes">A shard is closed at about this size.</param>
/// <param name="limits">Sizes of its parts.</param>
/// <param name="account">Where buffered samples are accounted for.</param>
/// <param name="naming">Names the next shard, without the extension.</param>
internal sealed class ShardSeries(OutputTable table, long targetBytes, ShardLimits limits, IMemoryAccount account, Func<string> naming) : IAsyncDisposable
{
    private readonly Sample[] _one = new Sample[1];
    private readonly List<ClosedFile> _closed = [];
    private string _file = "";
    private IPendingObject? _pending;
    private IShardWriter? _writer;
    private long _accounted;
    private long _published;
    private long _shards;

    public string Name => table.Name;

    /// <summary>Bytes of all shards so far.</summary>
    public long BytesWritten => Interlocked.Read(ref _published);

    /// <summary>How many shards they are.</summary>
    public long ShardsWritten => Interlocked.Read(ref _shards);

    /// <summary>Appends samples.</summary>
    public async ValueTask WriteAsync(IReadOnlyList<Sample> samples)
    {
        foreach (var sample in samples)
        {
            if (_writer is null)
            {
                _file = naming() + table.Format.Extension;
                _pending = await table.Store.CreateAsync(table.PathBeforeCommit(_file), CancellationToken.None);
                _writer = table.Format.Create(_pending.Content, table.Schema, limits);
            }

            _one[0] = sample;
            await _writer.WriteAsync(_one);
            if (_writer.WrittenBytes >= targetBytes)
            {
                await CloseShardAsync();
            }
        }

        Account(_writer?.BufferedBytes ?? 0);
    }

    /// <summary>Closes the open shard, and gives the epoch's shards: complete, durable, not visible.</summary>
    public async ValueTask<IReadOnlyList<ClosedFile>> CloseEpochAsync()
    {
        await CloseShardAsync();
        var closed = _closed.ToList();
        _closed.Clear();
        return closed;
    }

    /// <summary>Abandons the open shard.</summary>
    public async ValueTask DisposeAsync()
    {
        var (writer, pending) = (_writer, _pending);
        (_writer, _pending) = (null, null);
        if (writer is not null)
        {
            await writer.DisposeAsync();
        }

        if (pending is not null)
        {
            await pending.DisposeAsync();
        }

        Account(0);
    }

    private async ValueTask CloseShardAsync()
    {
        if (_writer is null)
        {
            return;
        }

        var summary = await _writer.CloseAsync();
        await _writer.DisposeAsync();
        _writer = null;
        var size = await _pending!.PublishAsync(CancellationToken.None);
        await _pending.DisposeAsync();
        _pending = null;
        _closed.Add(new(_file, size, summary));
        Interlocked.Add(ref _published, size);
        Interlocked.Increment(ref _shards);
        Account(0);
    }

    private void Account(long bytes)
    {
        if (Math.Abs(bytes - _accounted) > 1 << 18 || bytes == 0)
        {
            account.Hold(bytes);
            _accounted = bytes;
        }
    }
}
