using System.Buffers;
using System.IO.Pipelines;

namespace Streaming.Parquet.Lines;

/// <summary>Cuts a stream of bytes into records, of which one at most is held. A byte order mark is dropped.</summary>
internal abstract class PipeRecords(PipeReader pipe)
{
    /// <summary>How much of a record that is too long goes into its dead letter.</summary>
    protected const int KeptOfLongRecord = 64 << 10;

    private ReadOnlySequence<byte> _buffer;
    private bool _isBegun;

    /// <summary>What is read but not consumed; it begins where the next record begins.</summary>
    protected ReadOnlySequence<byte> Buffer
    {
        get => _buffer;
        set => _buffer = value;
    }

    /// <summary>Whether nothing more will come.</summary>
    protected bool IsCompleted { get; private set; }

    /// <summary>The next record, or null at the end.</summary>
    public async ValueTask<RawLine?> ReadAsync(CancellationToken abort)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            await PassMarkAsync(abort);
            await BeginAsync(abort);
        }

        return await NextAsync(abort);
    }

    /// <summary>Passes over what stands before the first record.</summary>
    protected virtual ValueTask BeginAsync(CancellationToken abort) => ValueTask.CompletedTask;

    /// <summary>The next record, or null at the end.</summary>
    protected abstract ValueTask<RawLine?> NextAsync(CancellationToken abort);

    /// <summary>Reads more behind what is in the buffer.</summary>
    protected async ValueTask FillAsync(CancellationToken abort)
    {
        if (!_buffer.Start.Equals(default))
        {
            pipe.AdvanceTo(_buffer.Start, _buffer.End);
        }

        var result = await pipe.ReadAsync(abort);
        _buffer = result.Buffer;
        IsCompleted = result.IsCompleted;
    }

    /// <summary>A copy of the beginning of a record.</summary>
    protected static ReadOnlySequence<byte> HeadOf(ReadOnlySequence<byte> record) => new(record.Slice(0, Math.Min(record.Length, KeptOfLongRecord)).ToArray());

    private async ValueTask PassMarkAsync(CancellationToken abort)
    {
        do
        {
            await FillAsync(abort);
        }
        while (_buffer.Length < 3 && !IsCompleted);

        if (new SequenceReader<byte>(_buffer).IsNext("\uFEFF"u8))
        {
            _buffer = _buffer.Slice(3);
        }
    }
}
