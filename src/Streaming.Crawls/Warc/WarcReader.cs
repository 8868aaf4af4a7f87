using System.Buffers;
using Streaming.Crawls.Members;

namespace Streaming.Crawls.Warc;

/// <summary>Cuts a file into WARC records. What is none becomes one item with a fault, and reading goes on at the next record.</summary>
/// <param name="file">The file; it must be able to seek.</param>
/// <param name="limits">What is too large.</param>
/// <param name="wants">Whose content is wanted.</param>
internal sealed class WarcReader(Stream file, WarcLimits limits, Func<WarcHeader, bool> wants) : IAsyncDisposable
{
    /// <summary>The most that is kept of what is malformed.</summary>
    public const int KeptOfFault = 64 << 10;

    private const int UsualHeaderBytes = 4 << 10;

    // More than any compression gives: such a length is a lie.
    private const int MostExpansion = 1 << 16;

    private readonly RecordFeed _feed = new(new MemberStream(file, WarcStart.Bytes.ToArray()));
    private byte[] _content = [];
    private RecordPlace? _place;

    /// <summary>The stored bytes that were read.</summary>
    public long StoredPosition => _feed.StoredPosition;

    /// <summary>The file's length: the position after its last record.</summary>
    public long StoredLength => _feed.StoredLength;

    private RecordPlace Place => _place ??= new(_feed);

    /// <summary>Seeks a record. False where its place can only be found by reading from the beginning: it is not the first record of its member.</summary>
    public async ValueTask<bool> TryMoveToAsync(long position)
    {
        Place.Reset();
        return await _feed.TryMoveToAsync(position);
    }

    /// <summary>The next item, or null at the end of the file.</summary>
    public async ValueTask<WarcItem?> ReadAsync(CancellationToken abort = default)
    {
        await SkipLineEndsAsync(abort);
        if (Place.Arrive() is { Fault: { } fault } mark)
        {
            return new(Place.Next(), null, mark.Raw, fault);
        }

        if (_feed.Buffer.IsEmpty)
        {
            return null;
        }

        var position = Place.Next();
        return await _feed.EnsureAsync(WarcStart.Length, abort) && WarcStart.Is(_feed, 0)
            ? await ReadRecordAsync(position, abort)
            : await ResyncAsync(position, new("No WARC record begins here."), 1, abort);
    }

    public ValueTask DisposeAsync() => _feed.DisposeAsync();

    private async ValueTask SkipLineEndsAsync(CancellationToken abort)
    {
        while (await _feed.EnsureAsync(1, abort))
        {
            var span = _feed.Buffer.FirstSpan;
            var at = span.IndexOfAnyExcept((byte)'\r', (byte)'\n');
            _feed.Advance(at < 0 ? span.Length : at);
            if (at >= 0)
            {
                return;
            }
        }
    }

    private async ValueTask<WarcItem> ReadRecordAsync(long position, CancellationToken abort)
    {
        var length = await HeaderLengthAsync(abort);
        if (length < 0)
        {
            return await ResyncAsync(position, new($"The record's header does not end within {limits.HeaderBytes} bytes."), WarcStart.Length, abort);
        }

        WarcHeader header;
        try
        {
            header = WarcHeader.Parse(_feed.Head(length));
        }
        catch (InvalidDataException e)
        {
            return await ResyncAsync(position, e, length, abort);
        }

        return header.ContentLength > limits.RecordBytes
            ? await PassOversizeAsync(position, header, length, abort)
            : await ReadContentAsync(position, header, length, abort);
    }

    private async ValueTask<int> HeaderLengthAsync(CancellationToken abort)
    {
        await _feed.EnsureAsync(WarcStart.Length + 1, abort);
        for (var tried = 0L; ;)
        {
            var looked = Math.Min(_feed.Buffer.Length, tried == 0 ? UsualHeaderBytes : limits.HeaderBytes);
            var length = HeaderFields.Length(_feed.Head(looked));
            if (length >= 0 || looked == limits.HeaderBytes)
            {
                return length;
            }

            tried = looked;
            await _feed.EnsureAsync(Math.Min(limits.HeaderBytes, 2 * looked), abort);
            if (looked == _feed.Buffer.Length)
            {
                return -1;
            }
        }
    }

    private async ValueTask<WarcItem> ReadContentAsync(long position, WarcHeader header, int headerLength, CancellationToken abort)
    {
        var end = headerLength + header.ContentLength;
        await _feed.EnsureAsync(end + WarcStart.MostLineEnds + WarcStart.Length, abort);
        var complete = _feed.Buffer.Length >= end;
        var next = complete ? end + LineEndsAfter(end) : _feed.Buffer.Length;
        if (RecordCut.Find(_feed, Place.Member, next, complete) is { } cut)
        {
            return Cut(position, cut);
        }

        if (!complete || !IsBorder(next))
        {
            return await DisbelieveAsync(position, headerLength, complete ? end : next, complete, abort);
        }

        var content = wants(header) ? Copy(headerLength, (int)header.ContentLength) : default;
        _feed.Advance(next);
        return new(position, header, content, null);
    }

    // The length that the header gives leads nowhere: the next record may stand within what it claims.
    private async ValueTask<WarcItem> DisbelieveAsync(long position, int headerLength, long claimed, bool complete, CancellationToken abort)
    {
        var fault = new InvalidDataException(complete ? "The record's Content-Length is wrong: no record follows its content." : "The file ends within the record.");
        if (WarcStart.Find(_feed.Buffer.Slice(headerLength - 1, claimed - headerLength + 1)) is { } inside)
        {
            return Cut(position, new(headerLength - 1 + inside, fault));
        }

        return await ResyncAsync(position, fault, claimed, abort);
    }

    private WarcItem Cut(long position, RecordCut cut)
    {
        var raw = _feed.Head(Math.Min(KeptOfFault, cut.Length)).ToArray();
        _feed.Advance(cut.Length);
        if (cut.TakesMark)
        {
            // The member's fault is this record's: it is told once.
            Place.Arrive();
        }

        return new(position, null, raw, cut.Fault);
    }

    private async ValueTask<WarcItem> PassOversizeAsync(long position, WarcHeader header, int headerLength, CancellationToken abort)
    {
        var kept = headerLength + Math.Min(KeptOfFault - headerLength, header.ContentLength);
        await _feed.EnsureAsync(kept, abort);
        var raw = _feed.Head(kept).ToArray();
        var fault = new InvalidDataException($"The record has {header.ContentLength} bytes; {limits.RecordBytes} are allowed.");
        if (_feed.Compression == Compression.None)
        {
            var begin = Place.FileOffset(headerLength);
            if (header.ContentLength <= _feed.StoredLength - begin && begin + header.ContentLength is var after && WarcStart.Follows(file, after))
            {
                await TryMoveToAsync(after);
                return new(position, header, raw, fault);
            }

            return await ResyncAsync(position, fault, headerLength, abort);
        }

        if (header.ContentLength / MostExpansion > _feed.StoredLength)
        {
            return await ResyncAsync(position, fault, headerLength, abort);
        }

        _feed.Advance(headerLength);
        await PassAsync(header.ContentLength, abort);
        return new(position, header, raw, fault);
    }

    // To the end of the content, or to where its member broke or the next one begins with a record.
    private async ValueTask PassAsync(long length, CancellationToken abort)
    {
        while (length > 0 && await _feed.EnsureAsync(Math.Min(length, WarcStart.Length) + 1, abort))
        {
            var step = Math.Min(length, _feed.Buffer.Length - Math.Min(length, WarcStart.Length));
            if (RecordCut.Find(_feed, Place.Member, step, isEnd: false) is { } cut)
            {
                _feed.Advance(cut.Length);
                return;
            }

            _feed.Advance(step);
            length -= step;
            Place.Pass();
        }

        _feed.Advance(Math.Min(length, _feed.Buffer.Length));
    }

    private async ValueTask<WarcItem> ResyncAsync(long position, InvalidDataException fault, long passed, CancellationToken abort)
    {
        await _feed.EnsureAsync(KeptOfFault, abort);
        var raw = _feed.Head(KeptOfFault).ToArray();
        _feed.Advance(Math.Min(passed, _feed.Buffer.Length) - 1);
        var searched = await WarcSearch.RunAsync(_feed, Place, abort);
        return new(position, null, raw.AsMemory(0, (int)Math.Min(raw.Length, passed - 1 + searched)), fault);
    }

    private int LineEndsAfter(long end)
    {
        var tail = _feed.Buffer.Slice(end, Math.Min(WarcStart.MostLineEnds, _feed.Buffer.Length - end));
        Span<byte> bytes = stackalloc byte[(int)tail.Length];
        tail.CopyTo(bytes);
        return bytes.IndexOfAnyExcept((byte)'\r', (byte)'\n') is var at and >= 0 ? at : bytes.Length;
    }

    private bool IsBorder(long at) =>
        at == _feed.Buffer.Length || WarcStart.Is(_feed, at) || WarcStart.IsEmptyLine(_feed, at) || _feed.Marks.Any(m => m.Decoded == _feed.Offset + at);

    private ReadOnlyMemory<byte> Copy(int start, int length)
    {
        if (_content.Length < length)
        {
            _content = new byte[Math.Min(limits.RecordBytes, Math.Max(length, 2 * _content.Length))];
        }

        _feed.Buffer.Slice(start, length).CopyTo(_content);
        return _content.AsMemory(0, length);
    }
}
