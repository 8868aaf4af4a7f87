using System.Buffers;
using System.IO.Pipelines;

namespace Streaming.Parquet.Lines;

/// <summary>A line without its end.</summary>
/// <param name="Bytes">Its bytes, or the beginning of a line that is too long; valid until the next line is read.</param>
/// <param name="Length">Its whole length in bytes.</param>
/// <param name="IsTooLong">Whether only the beginning was kept.</param>
internal readonly record struct RawLine(ReadOnlySequence<byte> Bytes, long Length, bool IsTooLong);

/// <summary>Cuts a stream of bytes into lines. Ends of lines are LF or CRLF; the last line may lack its end; a byte order mark is dropped. Holds at most one line, and no more of it than is allowed.</summary>
internal sealed class LineReader(PipeReader pipe, int maxLineBytes) : PipeRecords(pipe)
{
    /// <inheritdoc/>
    protected override async ValueTask<RawLine?> NextAsync(CancellationToken abort)
    {
        var scanned = 0L;
        while (true)
        {
            if (Buffer.Slice(scanned).PositionOf((byte)'\n') is { } end)
            {
                var line = Buffer.Slice(0, end);
                Buffer = Buffer.Slice(Buffer.GetPosition(1, end));
                return Whole(line);
            }

            if (IsCompleted)
            {
                var last = Buffer;
                Buffer = default;
                return last.IsEmpty ? null : Whole(last);
            }

            scanned = Buffer.Length;
            if (scanned > maxLineBytes)
            {
                return await PassLongLineAsync(abort);
            }

            await FillAsync(abort);
        }
    }

    private RawLine Whole(ReadOnlySequence<byte> line)
    {
        if (line.Length > maxLineBytes)
        {
            return new(HeadOf(line), line.Length, IsTooLong: true);
        }

        var endsInReturn = line.Length > 0 && line.Slice(line.Length - 1).FirstSpan[0] == (byte)'\r';
        var content = endsInReturn ? line.Slice(0, line.Length - 1) : line;
        return new(content, content.Length, IsTooLong: false);
    }

    private async ValueTask<RawLine?> PassLongLineAsync(CancellationToken abort)
    {
        var head = HeadOf(Buffer);
        var passed = 0L;
        while (true)
        {
            if (Buffer.PositionOf((byte)'\n') is { } end)
            {
                passed += Buffer.Slice(0, end).Length;
                Buffer = Buffer.Slice(Buffer.GetPosition(1, end));
                return new(head, passed, IsTooLong: true);
            }

            passed += Buffer.Length;
            Buffer = Buffer.Slice(Buffer.End);
            if (IsCompleted)
            {
                return new(head, passed, IsTooLong: true);
            }

            await FillAsync(abort);
        }
    }
}
