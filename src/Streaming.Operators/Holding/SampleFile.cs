using System.Buffers;

namespace Streaming.Operators.Holding;

/// <summary>Samples that no longer fit into memory, one after the other in a file that is gone with its owner.</summary>
/// <param name="path">The file.</param>
internal sealed class SampleFile(string path) : IDisposable
{
    private const int BufferBytes = 64 << 10;

    private readonly ArrayBufferWriter<byte> _unwritten = new();
    private readonly FileStream _file = new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.ReadWrite,
        BufferSize = 0,
        Options = FileOptions.DeleteOnClose,
    });

    private BufferedStream? _reading;
    private long _written;

    /// <summary>Where the next sample will begin.</summary>
    public long End => _written + _unwritten.WrittenCount;

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => _unwritten.Capacity + (_reading is null ? 0 : BufferBytes);

    /// <summary>Adds a sample.</summary>
    public void Add(Sample sample)
    {
        SampleCodec.Write(_unwritten, sample);
        if (_unwritten.WrittenCount >= BufferBytes)
        {
            Flush();
        }
    }

    /// <summary>The sample between two places.</summary>
    public Sample Read(long from, long to)
    {
        Flush();
        var bytes = ArrayPool<byte>.Shared.Rent(checked((int)(to - from)));
        try
        {
            var record = bytes.AsSpan(0, (int)(to - from));
            _file.Position = from;
            _file.ReadExactly(record);
            return SampleCodec.Read(record, out _);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>The next sample, from the first on; none may be added from now on.</summary>
    public Sample ReadNext()
    {
        if (_reading is null)
        {
            Flush();
            _file.Position = 0;
            _reading = new(_file, BufferBytes);
        }

        return SampleCodec.Read(_reading) ?? throw new InvalidOperationException("All samples were read.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reading?.Dispose();
        _file.Dispose();
    }

    private void Flush()
    {
        if (_unwritten.WrittenCount > 0)
        {
            _file.Position = _written;
            _file.Write(_unwritten.WrittenSpan);
            _written += _unwritten.WrittenCount;
            _unwritten.ResetWrittenCount();
        }
    }
}
