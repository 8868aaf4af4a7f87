using System.Buffers;
using System.IO.Pipelines;

namespace Streaming.Parquet.Lines;

/// <summary>A line without its end.</summary>
/// <param name="Bytes">Its bytes, or the beginning of a line that is too long; valid until the next line is read.</param>
/// <param name="Length">Its whole length in bytes.</param>
/// <param name="IsTooLong">Whether only the beginning was kept.</param>
internal readonly record struct RawLine(ReadOnlySequence<byte> Bytes, long Length, bool IsTooLong);

/// <summary>Cuts a stream of bytes into lines. Ends of lines are LF or CRLF; the last line may lack its end; a byte order mark is dropped. Holds at most one line, and no more of it than is allowed.</summary>
internal sealed class LineReader(PipeReader pipe, int maxLineBytes)
{
    private const int KeptOfLongLine = 64 << 10;

    // What is read but not consumed; it begins where the next line begins.
    private ReadOnlySequence<byte> _buffer;
    private bool _isBegun;
    private bool _isCompleted;

    /// <summary>The next line, or null at the end.</summary>
    public async ValueTask<RawLine?> ReadAsync(CancellationToken abort)
    {
        if (!_isBegun)
        {
            await BeginAsync(abort);
        }

        var scanned = 0L;
        while (true)
        {
            if (_buffer.Slice(scanned).PositionOf((byte)'\n') is { } end)
            {
                var line = _buffer.Slice(0, end);
                _buffer = _buffer.Slice(_buffer.GetPosition(1, end));
                return Whole(line);
            }

            if (_isCompleted)
            {
                var last = _buffer;
                _buffer = default;
                return last.IsEmpty ? null : Whole(last);
            }

            scanned = _buffer.Length;
            if (scanned > maxLineBytes)
            {
                return await PassLongLineAsync(abort);
            }

            await FillAsync(abort);
        }
    }

    private async ValueTask BeginAsync(CancellationToken abort)
    {
        _isBegun = true;
        do
        {
            await FillAsync(abort);
        }
        while (_buffer.Length < 3 && !_isCompleted);

        if (new SequenceReader<byte>(_buffer).IsNext("\uFEFF"u8))
        {
            _buffer = _buffer.Slice(3);
        }
    }

    private async ValueTask FillAsync(CancellationToken abort)
    {
        if (!_buffer.Start.Equals(default))
        {
            pipe.AdvanceTo(_buffer.Start, _buffer.End);
        }

        var result = await pipe.ReadAsync(abort);
        _buffer = result.Buffer;
        _isCompleted = result.IsCompleted;
    }

    private RawLine Whole(ReadOnlySequence<byte> line)
    {
        if (line.Length > maxLineBytes)
        {
            return new(new(line.Slice(0, Math.Min(line.Length, KeptOfLongLine)).ToArray()), line.Length, IsTooLong: true);
        }

        var endsInReturn = line.Length > 0 && line.Slice(line.Length - 1).FirstSpan[0] == (byte)'\r';
        var content = endsInReturn ? line.Slice(0, line.Length - 1) : line;
        return new(content, content.Length, IsTooLong: false);
    }

    private async ValueTask<RawLine?> PassLongLineAsync(CancellationToken abort)
    {
        var head = new ReadOnlySequence<byte>(_buffer.Slice(0, Math.Min(_buffer.Length, KeptOfLongLine)).ToArray());
        var passed = 0L;
        while (true)
        {
            if (_buffer.PositionOf((byte)'\n') is { } end)
            {
                passed += _buffer.Slice(0, end).Length;
                _buffer = _buffer.Slice(_buffer.GetPosition(1, end));
                return new(head, passed, IsTooLong: true);
            }

            passed += _buffer.Length;
            _buffer = _buffer.Slice(_buffer.End);
            if (_isCompleted)
            {
                return new(head, passed, IsTooLong: true);
            }

            await FillAsync(abort);
        }
    }
}
