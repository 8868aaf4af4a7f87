using System.Buffers.Binary;

namespace Streaming.Crawls.Members;

/// <summary>Decodes zstd frames (RFC 8878), and passes skippable ones over.</summary>
internal sealed class ZstdMember(RawInput input, byte[]? dictionary) : IMember
{
    private const uint FrameMagic = 0xFD2FB528;
    private const uint SkippableMagic = 0x184D2A50;
    // Slices count from the frame's beginning: what comes out before a fault must not depend on how the file was read.
    private const int SliceBytes = 8 << 10;
    private const int SkippableHeaderBytes = 8;

    private ZstdDecoder? _decoder;
    private int _taken;
    private bool _isSkippable;
    private bool _hasEnded;

    /// <summary>What frames begin with.</summary>
    public static ReadOnlySpan<byte> Magic => [0x28, 0xB5, 0x2F, 0xFD];

    /// <summary>Whether a frame begins so.</summary>
    public static bool IsFrame(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) is var magic && (magic == FrameMagic || (magic & ~0xFu) == SkippableMagic);

    public void Begin()
    {
        var head = input.Peek(SkippableHeaderBytes);
        if (!IsFrame(head))
        {
            throw new InvalidDataException("No zstd frame begins here.");
        }

        _isSkippable = BinaryPrimitives.ReadUInt32LittleEndian(head) != FrameMagic;
        _hasEnded = false;
        if (_isSkippable)
        {
            Skip(head);
            return;
        }

        (_decoder ??= Make()).Reset();
        _taken = 0;
    }

    public int Read(Span<byte> into)
    {
        while (!_isSkippable && !_hasEnded)
        {
            var next = input.Peek(SliceBytes - (_taken % SliceBytes));
            var isEnd = next.IsEmpty;
            var (read, written) = Decode(next, into);
            input.Advance(read);
            _taken = (_taken + read) % SliceBytes;
            if (written > 0)
            {
                return written;
            }

            if (isEnd && !_hasEnded)
            {
                throw new InvalidDataException("The zstd frame ends too early.");
            }
        }

        return 0;
    }

    public void Dispose() => _decoder?.Dispose();

    private (int Read, int Written) Decode(ReadOnlySpan<byte> next, Span<byte> into)
    {
        (var read, var written, _hasEnded) = _decoder!.Decode(next, into);
        return (read, written);
    }

    private ZstdDecoder Make() => new(dictionary);

    private void Skip(ReadOnlySpan<byte> head)
    {
        if (head.Length < SkippableHeaderBytes)
        {
            throw new InvalidDataException("The zstd frame ends too early.");
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
        var begin = input.Position + SkippableHeaderBytes;
        if (begin + length > input.Length)
        {
            throw new InvalidDataException($"The skippable zstd frame claims {length} bytes.");
        }

        input.MoveTo(begin + length);
    }
}
