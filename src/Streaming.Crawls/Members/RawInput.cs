namespace Streaming.Crawls.Members;

/// <summary>The stored bytes of a file through a window of 272 KiB. The last 16 KiB before the place are kept, so that a decoder that was handed too much can go back.</summary>
/// <param name="file">Can seek; read from its beginning unless <see cref="MoveTo"/> says otherwise.</param>
internal sealed class RawInput(Stream file) : IDisposable
{
    private const int KeptBehind = 16 << 10;
    private const int ReadBytes = 256 << 10;

    private readonly byte[] _window = new byte[KeptBehind + ReadBytes];
    private int _at;
    private int _end;
    private long _endOffset;

    /// <summary>The offset of the next byte.</summary>
    public long Position => _endOffset - (_end - _at);

    /// <summary>The file's length.</summary>
    public long Length => file.Length;

    /// <summary>The next bytes; at least one unless the file ends here.</summary>
    public ReadOnlySpan<byte> Next()
    {
        if (_at == _end)
        {
            Fill();
        }

        return _window.AsSpan(_at, _end - _at);
    }

    /// <summary>The next <paramref name="count"/> bytes without moving, fewer at the end of the file.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (_end - _at < count && Fill())
        {
        }

        return _window.AsSpan(_at, Math.Min(count, _end - _at));
    }

    /// <summary>Moves on over bytes that were seen.</summary>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _end - _at);
        _at += count;
    }

    /// <summary>Moves anywhere.</summary>
    public void MoveTo(long offset)
    {
        var start = _endOffset - _end;
        if (offset >= start && offset <= _endOffset)
        {
            _at = (int)(offset - start);
            return;
        }

        file.Position = offset;
        _endOffset = offset;
        (_at, _end) = (0, 0);
    }

    public void Dispose() => file.Dispose();

    private bool Fill()
    {
        if (_window.Length - _end < KeptBehind)
        {
            var kept = Math.Max(0, _at - KeptBehind);
            _window.AsSpan(kept, _end - kept).CopyTo(_window);
            (_at, _end) = (_at - kept, _end - kept);
        }

        var read = file.Read(_window.AsSpan(_end));
        _end += read;
        _endOffset += read;
        return read > 0;
    }
}
