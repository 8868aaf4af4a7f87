using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Streaming.Parquet.Reading;

namespace Streaming.Crawls.Members;

/// <summary>Decodes gzip members (RFC 1952), and knows where each ends.</summary>
/// <remarks>
/// The platform's <see cref="GZipStream"/> reads on into the next member without a word, and takes the end of a truncated file for the end of its content. Its
/// <see cref="DeflateStream"/> does not say how many bytes it took, but what follows them is known by then: checksum and length of the content, eight bytes that are looked for
/// among the last that were handed over.
/// </remarks>
internal sealed class GzipMember(RawInput input) : IMember
{
    private const int TrailerBytes = 8;
    private const int FixedHeaderBytes = 10;
    private const int MaxHeaderBytes = 8 << 10;

    private readonly Feed _feed = new(input);
    private readonly Crc32 _checksum = new();
    private DeflateStream? _deflate;
    private uint _length;

    /// <summary>What every member begins with: the magic number and the only method.</summary>
    public static ReadOnlySpan<byte> Magic => [0x1F, 0x8B, 8];

    public void Begin()
    {
        _deflate?.Dispose();
        _deflate = null;
        input.Advance(HeaderLength(input.Peek(MaxHeaderBytes)));
        _feed.LastHanded = 0;
        _checksum.Reset();
        _length = 0;
        _deflate = new(_feed, CompressionMode.Decompress, leaveOpen: true);
    }

    public int Read(Span<byte> into)
    {
        var read = _deflate!.Read(into);
        if (read == 0)
        {
            Close();
            return 0;
        }

        _checksum.Append(into[..read]);
        _length += (uint)read;
        return read;
    }

    public void Dispose() => _deflate?.Dispose();

    private static int HeaderLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedHeaderBytes || !bytes.StartsWith(Magic))
        {
            throw new InvalidDataException("No gzip member begins here.");
        }

        var flags = bytes[3];
        var at = FixedHeaderBytes;
        if ((flags & 4) != 0)
        {
            at += bytes.Length < at + 2 ? MaxHeaderBytes : 2 + BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
        }

        at = (flags & 8) != 0 ? AfterZero(bytes, at) : at;
        at = (flags & 16) != 0 ? AfterZero(bytes, at) : at;
        at += (flags & 2) != 0 ? 2 : 0;
        return at <= bytes.Length && (flags & 0xE0) == 0 ? at : throw new InvalidDataException("The gzip member's header does not end, or has flags that mean nothing.");
    }

    private static int AfterZero(ReadOnlySpan<byte> bytes, int at) =>
        at < bytes.Length && bytes[at..].IndexOf((byte)0) is var zero and >= 0 ? at + zero + 1 : MaxHeaderBytes + 1;

    // The content ended within the last bytes that were handed over: before them there was more to come.
    private void Close()
    {
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _checksum.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _length);
        var handed = input.Position;
        input.MoveTo(Math.Max(0, handed - _feed.LastHanded - TrailerBytes));
        var tail = input.Peek((int)(handed - input.Position) + TrailerBytes);
        var found = -1;
        for (var at = tail.IndexOf(trailer); at >= 0; at = Following(tail, trailer, at))
        {
            // Should the eight bytes occur by chance before, the true ones are those that the next member or the end of the file follows.
            found = at;
            input.Advance(at + TrailerBytes);
            if (input.Peek(1) is [] or [0x1F])
            {
                return;
            }

            input.MoveTo(input.Position - at - TrailerBytes);
            tail = input.Peek((int)(handed - input.Position) + TrailerBytes);
        }

        if (found < 0)
        {
            input.MoveTo(handed);
            throw new InvalidDataException("The gzip member ends too early, or its checksum is wrong.");
        }

        input.Advance(found + TrailerBytes);
    }

    private static int Following(ReadOnlySpan<byte> tail, ReadOnlySpan<byte> trailer, int at) =>
        tail[(at + 1)..].IndexOf(trailer) is var next and >= 0 ? at + 1 + next : -1;

    private sealed class Feed(RawInput input) : ReadOnlyStream
    {
        public int LastHanded { get; set; }

        // Never more than the window keeps behind the place, and always as much as there is: what comes out before a fault must not depend on how the file was read.
        public override int Read(Span<byte> buffer)
        {
            var next = input.Peek(Math.Min(buffer.Length, 8 << 10));
            var handed = next.Length;
            next.CopyTo(buffer);
            input.Advance(handed);
            LastHanded = handed == 0 ? LastHanded : handed;
            return handed;
        }
    }
}
