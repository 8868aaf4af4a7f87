using System.Buffers;

namespace Streaming.Operators.Selection;

/// <summary>Holds samples until the end of the input and gives them back in any order: the first ones in memory, the rest in a file once the allowance is used up.</summary>
/// <param name="allowance">Bytes of samples in memory.</param>
/// <param name="folder">Makes the folder for the file; asked on first use.</param>
internal sealed class SampleShelf(long allowance, Func<string> folder) : IDisposable
{
    private const int WriteBytes = 256 << 10;

    private readonly List<Sample?> _first = [];
    private readonly List<long> _places = [];
    private readonly ArrayBufferWriter<byte> _unwritten = new();
    private FileStream? _rest;
    private long _written;
    private long _firstBytes;

    /// <summary>Samples that were put here.</summary>
    public int Count => _first.Count + _places.Count;

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => _firstBytes + (8L * (_first.Capacity + _places.Capacity)) + _unwritten.Capacity;

    /// <summary>Takes a sample. None may be added once one was given back.</summary>
    public void Add(Sample sample)
    {
        var bytes = sample.EstimateBytes();
        if (_rest is null && _firstBytes + bytes <= allowance)
        {
            _first.Add(sample);
            _firstBytes += bytes;
            return;
        }

        _rest ??= new(Path.Combine(folder(), "shelved-samples"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            BufferSize = 0,
            Options = FileOptions.DeleteOnClose,
        });
        _places.Add(_written + _unwritten.WrittenCount);
        SampleCodec.Write(_unwritten, sample);
        if (_unwritten.WrittenCount >= WriteBytes)
        {
            Flush();
        }
    }

    /// <summary>Gives a sample back, by its place in the order of <see cref="Add"/>.</summary>
    /// <param name="at">The place.</param>
    /// <param name="isLast">Whether it will not be asked for again.</param>
    public Sample Get(int at, bool isLast)
    {
        if (at >= _first.Count)
        {
            return Read(at - _first.Count);
        }

        var sample = _first[at] ?? throw new InvalidOperationException("The sample was given back for the last time.");
        if (isLast)
        {
            _first[at] = null;
            _firstBytes -= sample.EstimateBytes();
        }

        return sample;
    }

    /// <inheritdoc/>
    public void Dispose() => _rest?.Dispose();

    private Sample Read(int at)
    {
        Flush();
        var end = at + 1 < _places.Count ? _places[at + 1] : _written;
        var bytes = ArrayPool<byte>.Shared.Rent((int)(end - _places[at]));
        try
        {
            _rest!.Position = _places[at];
            var record = bytes.AsSpan(0, (int)(end - _places[at]));
            _rest.ReadExactly(record);
            return SampleCodec.Read(record, out _);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private void Flush()
    {
        if (_unwritten.WrittenCount > 0)
        {
            _rest!.Position = _written;
            _rest.Write(_unwritten.WrittenSpan);
            _written += _unwritten.WrittenCount;
            _unwritten.ResetWrittenCount();
        }
    }
}
