using System.Buffers;
using System.IO.Pipelines;
using Streaming.Crawls.Members;

namespace Streaming.Crawls.Warc;

/// <summary>The decoded bytes of a file as a pipe, with the marks between its members.</summary>
internal sealed class RecordFeed : IAsyncDisposable
{
    private const int BlockBytes = 64 << 10;

    private readonly MemberStream _members;
    private PipeReader _pipe;
    private ReadOnlySequence<byte> _buffer;
    private bool _isBegun;
    private bool _isEnd;

    public RecordFeed(MemberStream members)
    {
        _members = members;
        _pipe = MakePipe();
    }

    /// <summary>What is buffered; it begins at <see cref="Offset"/>, and ends before a fault: what follows one is of no use to what began before it.</summary>
    public ReadOnlySequence<byte> Buffer => _members.FirstFault is { } fault ? _buffer.Slice(0, Math.Clamp(fault - Offset, 0, _buffer.Length)) : _buffer;

    /// <summary>The place in the decoded bytes.</summary>
    public long Offset { get; private set; }

    /// <summary>The marks that are ahead or were just passed.</summary>
    public IReadOnlyCollection<MemberMark> Marks => _members.Marks;

    /// <summary>How the file is compressed.</summary>
    public Compression Compression => _members.Compression;

    /// <summary>The stored bytes that were read.</summary>
    public long StoredPosition => _members.StoredPosition;

    /// <summary>The file's length.</summary>
    public long StoredLength => _members.StoredLength;

    /// <summary>Buffers so many bytes. False where the input ends before, or a member broke.</summary>
    public async ValueTask<bool> EnsureAsync(long count, CancellationToken abort)
    {
        while (_buffer.Length < count && !_isEnd && _members.FirstFault is null)
        {
            if (_isBegun)
            {
                _pipe.AdvanceTo(_buffer.Start, _buffer.End);
            }

            var result = await _pipe.ReadAsync(abort);
            (_buffer, _isEnd, _isBegun) = (result.Buffer, result.IsCompleted, true);
        }

        return Buffer.Length >= count;
    }

    /// <summary>Takes the first mark, if it is not ahead.</summary>
    public MemberMark? TakeMark() => _members.TakeMark(upTo: Offset);

    /// <summary>Passes bytes over that are buffered.</summary>
    public void Advance(long count)
    {
        _buffer = _buffer.Slice(count);
        Offset += count;
    }

    /// <summary>The first bytes of the buffer in one piece.</summary>
    public ReadOnlySpan<byte> Head(long count)
    {
        var head = Buffer;
        head = head.Slice(0, Math.Min(count, head.Length));
        return head.IsSingleSegment ? head.FirstSpan : head.ToArray();
    }

    /// <summary>Goes on at another place of the file; see <see cref="MemberStream.TryMoveTo"/>.</summary>
    public async ValueTask<bool> TryMoveToAsync(long offset)
    {
        if (!_members.TryMoveTo(offset))
        {
            return false;
        }

        await _pipe.CompleteAsync();
        _pipe = MakePipe();
        (_buffer, _isBegun, _isEnd, Offset) = (default, false, false, 0);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _pipe.CompleteAsync();
        await _members.DisposeAsync();
    }

    private PipeReader MakePipe() => PipeReader.Create(_members, new(bufferSize: BlockBytes, minimumReadSize: BlockBytes / 4, leaveOpen: true));
}
