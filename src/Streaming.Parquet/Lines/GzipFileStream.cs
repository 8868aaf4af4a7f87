using System.Buffers.Binary;
using System.IO.Compression;
using Streaming.Parquet.Reading;

namespace Streaming.Parquet.Lines;

/// <summary>The content of a gzip file of one or more members. A file that ends too early is an <see cref="InvalidDataException"/>.</summary>
/// <remarks>
/// <see cref="GZipStream"/> checks the checksums that it meets, but takes the end of a truncated file for the end of its content (seen on .NET 10, cut anywhere): rows would be
/// lost without a word. The last four bytes of a whole file are the length of its last member (RFC 1952, 2.3.1). Of one member that is the length of the content; else the last
/// places that look like a member's header are tried: one of them is.
/// </remarks>
internal sealed class GzipFileStream(Stream file, Func<Stream> again) : ReadOnlyStream
{
    private const int Candidates = 16;
    private const int SmallestMember = 18;

    private readonly GZipStream _content = new(new HeaderWatch(file), CompressionMode.Decompress);
    private uint _length;
    private bool _isChecked;

    public override int Read(Span<byte> buffer) => Count(_content.Read(buffer), buffer.Length);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await _content.ReadAsync(buffer, cancellationToken), buffer.Length);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read, int wanted)
    {
        _length += (uint)read;
        if (read == 0 && wanted > 0 && !_isChecked)
        {
            _isChecked = true;
            Check();
        }

        return read;
    }

    private void Check()
    {
        if (LastLength() is { } last)
        {
            if (last == _length || ((HeaderWatch)_content.BaseStream).Headers.Any(h => LengthFrom(h) == last))
            {
                return;
            }
        }

        throw new InvalidDataException("The file is truncated: its last gzip member does not end.");
    }

    private uint? LastLength()
    {
        using var end = again();
        if (end.Length < SmallestMember)
        {
            return null;
        }

        Span<byte> tail = stackalloc byte[4];
        end.Position = end.Length - 4;
        end.ReadExactly(tail);
        return BinaryPrimitives.ReadUInt32LittleEndian(tail);
    }

    private uint? LengthFrom(long header)
    {
        using var part = again();
        part.Position = header;
        using var content = new GZipStream(part, CompressionMode.Decompress);
        var buffer = new byte[1 << 16];
        var length = 0u;
        try
        {
            while (content.Read(buffer) is var read and > 0)
            {
                length += (uint)read;
            }

            return length;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // Notes where the compressed bytes that pass look like the beginning of a member.
    private sealed class HeaderWatch(Stream file) : ReadOnlyStream
    {
        private readonly Queue<long> _headers = [];
        private uint _window;
        private long _at;

        public IEnumerable<long> Headers => _headers.Reverse();

        public override int Read(Span<byte> buffer)
        {
            var read = file.Read(buffer);
            Watch(buffer[..read]);
            return read;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await file.ReadAsync(buffer, cancellationToken);
            Watch(buffer.Span[..read]);
            return read;
        }

        private void Watch(ReadOnlySpan<byte> bytes)
        {
            foreach (var next in bytes)
            {
                _window = (_window << 8) | next;
                _at++;
                if ((_window & 0xFFFFFF) == 0x1F8B08 && _at > 3)
                {
                    _headers.Enqueue(_at - 3);
                    if (_headers.Count > Candidates)
                    {
                        _headers.Dequeue();
                    }
                }
            }
        }
    }
}
