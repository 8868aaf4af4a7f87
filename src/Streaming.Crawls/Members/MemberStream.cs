using Streaming.Parquet.Reading;

namespace Streaming.Crawls.Members;

/// <summary>The decoded bytes of a file of members, and the marks between them. A broken member leaves a mark with its fault, and reading goes on at the next one.</summary>
internal sealed class MemberStream : ReadOnlyStream
{
    private const int BlockBytes = 64 << 10;
    private const int KeptOfBroken = 4 << 10;

    private readonly RawInput _input;
    private readonly IMember _member;
    private readonly MemberSearch _search;
    private readonly Queue<MemberMark> _marks = [];
    private readonly Queue<long> _faults = [];
    private readonly byte[]? _dictionary;
    private readonly byte[] _block = new byte[BlockBytes];
    private long _decoded;
    private long _began;
    private bool _isInside;
    private bool _beginIsMarked;
    private InvalidDataException? _fault;
    private int _at;
    private int _end;

    /// <summary>Reads from the file's beginning.</summary>
    public MemberStream(Stream file, ReadOnlyMemory<byte> contentBegin)
    {
        _input = new(file);
        var head = _input.Peek(4);
        Compression = head.StartsWith(GzipMember.Magic) ? Compression.Gzip : ZstdMember.IsFrame(head) ? Compression.Zstd : Compression.None;
        _dictionary = Compression == Compression.Zstd ? ZstdDictionary.ReadFrom(_input) : null;
        _member = Make();
        _search = new(_input, Compression, contentBegin, Make);
    }

    /// <summary>How the file is compressed, by its first bytes.</summary>
    public Compression Compression { get; }

    /// <summary>The marks that reading has passed and nobody has taken.</summary>
    public IReadOnlyCollection<MemberMark> Marks => _marks;

    /// <summary>The place in the decoded bytes of the first mark with a fault.</summary>
    public long? FirstFault => _faults.TryPeek(out var first) ? first : null;

    /// <summary>The stored bytes that were read.</summary>
    public long StoredPosition => _input.Position;

    /// <summary>The file's length.</summary>
    public long StoredLength => _input.Length;

    /// <summary>Goes to where a member begins, or to the end. False, without having moved, where none begins with the expected content.</summary>
    public bool TryMoveTo(long offset)
    {
        if (Compression != Compression.None && offset != StoredLength && !_search.IsMember(offset))
        {
            return false;
        }

        _input.MoveTo(offset);
        _isInside = false;
        (_at, _end, _fault) = (0, 0, null);
        _marks.Clear();
        _faults.Clear();
        _decoded = 0;
        return true;
    }

    /// <summary>Takes the first mark, if it is not ahead of a place in the decoded bytes.</summary>
    public MemberMark? TakeMark(long upTo)
    {
        if (!_marks.TryPeek(out var mark) || mark.Decoded > upTo)
        {
            return null;
        }

        _marks.Dequeue();
        if (mark.Fault is not null)
        {
            _faults.Dequeue();
        }

        return mark;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at == _end && !Decode())
        {
            return 0;
        }

        var taken = Math.Min(_end - _at, buffer.Length);
        _block.AsSpan(_at, taken).CopyTo(buffer);
        _at += taken;
        return taken;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member.Dispose();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    // The next block of a member, of the same size whatever asks for it: how much comes out before a fault must depend on the member alone.
    private bool Decode()
    {
        (_at, _end) = (0, 0);
        while (_end == 0 && (_isInside || Begin()))
        {
            try
            {
                Fill();
            }
            catch (InvalidDataException e)
            {
                Break(e);
            }
        }

        return _end > 0;
    }

    private void Fill()
    {
        if (_fault is { } fault)
        {
            _fault = null;
            throw fault;
        }

        try
        {
            while (_end < _block.Length && _isInside)
            {
                var read = _member.Read(_block.AsSpan(_end));
                _end += read;
                _isInside = read > 0;
            }
        }
        catch (InvalidDataException e) when (_end > 0)
        {
            _fault = e;
        }

        MarkBegin();
        _decoded += _end;
    }

    private bool Begin()
    {
        while (!_input.Next().IsEmpty)
        {
            _began = _input.Position;
            try
            {
                _member.Begin();
                _isInside = true;
                _beginIsMarked = false;
                return true;
            }
            catch (InvalidDataException e)
            {
                Break(e);
            }
        }

        return false;
    }

    // Empty members leave no mark: a file of nothing else would fill the memory with them.
    private void MarkBegin()
    {
        if (!_beginIsMarked && _end > 0)
        {
            _marks.Enqueue(new(_decoded, _began, null, default));
            _beginIsMarked = true;
        }
    }

    private void Break(InvalidDataException fault)
    {
        var reached = _input.Position;
        _isInside = false;
        _input.MoveTo(_began);
        _faults.Enqueue(_decoded);
        _marks.Enqueue(new(_decoded, _began, fault, _input.Peek(KeptOfBroken).ToArray()));
        _search.MoveToNext(_began, reached);
    }

    private IMember Make() => Compression switch
    {
        Compression.Gzip => new GzipMember(_input),
        Compression.Zstd => new ZstdMember(_input, _dictionary),
        _ => new PlainMember(_input),
    };
}

/// <summary>How a file is compressed.</summary>
internal enum Compression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>gzip, in one or more members.</summary>
    Gzip,

    /// <summary>zstd, in one or more frames.</summary>
    Zstd,
}
