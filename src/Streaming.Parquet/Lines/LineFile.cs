using System.IO.Pipelines;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Lines;

/// <summary>An open file of lines.</summary>
internal sealed class LineFile : IAsyncDisposable
{
    private const int ReadBytes = 128 << 10;

    private readonly FileStream _file;
    private readonly PipeReader _pipe;
    private readonly LineReader _lines;

    private LineFile(FileStream file, ByteSize maxLineBytes)
    {
        _file = file;
        _pipe = PipeReader.Create(LineStreams.Decompress(file), new StreamPipeReaderOptions(bufferSize: ReadBytes, minimumReadSize: 4096));
        _lines = new(_pipe, (int)Math.Min(maxLineBytes.Bytes, Array.MaxLength));
    }

    /// <summary>How many stored bytes were read.</summary>
    public long StoredBytes => _file.Position;

    public static LineFile Open(InputFile input, ByteSize maxLineBytes) =>
        new(new FileStream(input.FullPath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), maxLineBytes);

    /// <summary>The next line, or null at the end.</summary>
    public ValueTask<RawLine?> ReadAsync(CancellationToken abort) => _lines.ReadAsync(abort);

    public async ValueTask DisposeAsync()
    {
        await _pipe.CompleteAsync();
        await _file.DisposeAsync();
    }
}
