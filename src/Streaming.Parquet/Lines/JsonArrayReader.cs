using System.Buffers;
using System.IO.Pipelines;

namespace Streaming.Parquet.Lines;

/// <summary>Cuts a JSON array into its elements, whatever stands in them: each is parsed by itself. An array that does not end is an <see cref="InvalidDataException"/>.</summary>
internal sealed class JsonArrayReader(PipeReader pipe, int maxElementBytes) : PipeRecords(pipe)
{
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <inheritdoc/>
    protected override async ValueTask BeginAsync(CancellationToken abort)
    {
        await PassBlanksAsync("", abort);
        Buffer = Buffer.Slice(1);
    }

    /// <inheritdoc/>
    protected override async ValueTask<RawLine?> NextAsync(CancellationToken abort)
    {
        if (await PassBlanksAsync(",", abort) == ']')
        {
            return null;
        }

        (_depth, _isInString, _isEscaped) = (0, false, false);
        ReadOnlySequence<byte>? head = null;
        var (scanned, passed) = (0L, 0L);
        while (true)
        {
            if (EndIn(Buffer.Slice(scanned)) is { } end)
            {
                var element = Buffer.Slice(0, scanned + end);
                Buffer = Buffer.Slice(element.End);
                passed += element.Length;
                return passed > maxElementBytes ? new(head ?? HeadOf(element), passed, IsTooLong: true) : new(element, passed, IsTooLong: false);
            }

            if (Buffer.Length > maxElementBytes || head is not null)
            {
                head ??= HeadOf(Buffer);
                passed += Buffer.Length;
                Buffer = Buffer.Slice(Buffer.End);
            }

            scanned = Buffer.Length;
            await FillMoreAsync(abort);
        }
    }

    private async ValueTask FillMoreAsync(CancellationToken abort)
    {
        if (IsCompleted)
        {
            throw new InvalidDataException("The array does not end.");
        }

        await FillAsync(abort);
    }

    // The first byte that is neither white space nor one of those.
    private async ValueTask<byte> PassBlanksAsync(string others, CancellationToken abort)
    {
        while (true)
        {
            var reader = new SequenceReader<byte>(Buffer);
            while (reader.TryPeek(out var next))
            {
                if (next is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') && !others.Contains((char)next))
                {
                    Buffer = Buffer.Slice(reader.Position);
                    return next;
                }

                reader.Advance(1);
            }

            Buffer = Buffer.Slice(Buffer.End);
            await FillMoreAsync(abort);
        }
    }

    // Where the element ends in the next bytes; null where it goes on after them.
    private long? EndIn(ReadOnlySequence<byte> bytes)
    {
        var before = 0L;
        foreach (var part in bytes)
        {
            var span = part.Span;
            for (var i = 0; i < span.Length; i++)
            {
                if (Ends(span[i]))
                {
                    return before + i;
                }
            }

            before += span.Length;
        }

        return null;
    }

    private bool Ends(byte next)
    {
        if (_isInString)
        {
            _isInString = _isEscaped || next != (byte)'"';
            _isEscaped = !_isEscaped && next == (byte)'\\';
            return false;
        }

        switch (next)
        {
            case (byte)'"': _isInString = true; return false;
            case (byte)'{' or (byte)'[': _depth++; return false;
            case (byte)'}' or (byte)']' when _depth > 0: _depth--; return false;
            default: return _depth == 0 && next is (byte)',' or (byte)']';
        }
    }
}
