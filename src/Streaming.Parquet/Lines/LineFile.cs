using System.Buffers;
using System.IO.Pipelines;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Lines;

/// <summary>An open file of lines, or of one JSON array.</summary>
internal sealed class LineFile : IAsyncDisposable
{
    private const int ReadBytes = 128 << 10;

    private readonly Stream _file;
    private readonly string _name;
    private readonly PipeReader _pipe;
    private readonly int _maxBytes;
    private PipeRecords? _records;

    private LineFile(InputFile input, ByteSize maxLineBytes)
    {
        _file = input.Open();
        _name = input.FullPath;
        _pipe = PipeReader.Create(LineStreams.Decompress(_file, input), new StreamPipeReaderOptions(bufferSize: ReadBytes, minimumReadSize: 4096));
        _maxBytes = (int)Math.Min(maxLineBytes.Bytes, Array.MaxLength);
    }

    /// <summary>How many stored bytes were read.</summary>
    public long StoredBytes => _file.Position;

    public static LineFile Open(InputFile input, ByteSize maxLineBytes) => new(input, maxLineBytes);

    /// <summary>The next line, or element of an array, or null at the end.</summary>
    public async ValueTask<RawLine?> ReadAsync(CancellationToken abort)
    {
        _records ??= LineStreams.MayBeArray(_name) && await BeginsArrayAsync(abort) ? new JsonArrayReader(_pipe, _maxBytes) : new LineReader(_pipe, _maxBytes);
        return await _records.ReadAsync(abort);
    }

    public async ValueTask DisposeAsync()
    {
        await _pipe.CompleteAsync();
        await _file.DisposeAsync();
    }

    // Looks at the beginning and leaves it in the pipe. Whoever puts more blanks than a buffer holds before an array means lines.
    private async ValueTask<bool> BeginsArrayAsync(CancellationToken abort)
    {
        while (true)
        {
            var read = await _pipe.ReadAsync(abort);
            var first = First(read.Buffer);
            var isKnown = first is not null || read.IsCompleted || read.Buffer.Length > ReadBytes;
            _pipe.AdvanceTo(read.Buffer.Start, isKnown ? read.Buffer.Start : read.Buffer.End);
            if (isKnown)
            {
                return first == (byte)'[';
            }
        }
    }

    private static byte? First(ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        reader.IsNext("\uFEFF"u8, advancePast: true);
        reader.AdvancePastAny(" \t\r\n"u8);
        return reader.TryPeek(out var next) ? next : null;
    }
}
