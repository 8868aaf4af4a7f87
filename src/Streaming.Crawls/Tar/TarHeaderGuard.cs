using System.Buffers.Binary;
using System.Formats.Tar;
using Streaming.Parquet.Reading;

namespace Streaming.Crawls.Tar;

/// <summary>A tar's bytes on their way to <see cref="TarReader"/>, which makes room for long names and extended attributes as large as they claim to be: here larger ones are refused before.</summary>
/// <param name="content">The tar's bytes.</param>
internal sealed class TarHeaderGuard(Stream content) : ReadOnlyStream
{
    private const int BlockBytes = 512;
    private const int MostExtraBytes = 1 << 20;

    private readonly byte[] _header = new byte[BlockBytes];
    private readonly bool _canSeek = content.CanSeek;
    private long _position;
    private bool _isHeaderAhead = true;

    // Where the next header stands; else where the content behind the last one begins.
    private long _headerAt;

    public override bool CanSeek => _canSeek;

    public override long Length => content.Length;

    public override long Position { get => _position; set => Seek(value, SeekOrigin.Begin); }

    /// <summary>Says how long the content is that follows the last header; the next one stands behind it.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public void Pass(long length)
    {
        if (_isHeaderAhead)
        {
            // It was an entry of attributes alone.
            return;
        }

        if (_canSeek && _headerAt + length > content.Length)
        {
            throw new InvalidDataException("It ends within a file.");
        }

        _headerAt += Blocks(length);
        _isHeaderAhead = true;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = content.Read(buffer);
        Look(buffer[..read]);
        _position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => _position = content.Seek(offset, origin);

    private static long Blocks(long length) => (length + BlockBytes - 1) / BlockBytes * BlockBytes;

    private void Look(ReadOnlySpan<byte> bytes)
    {
        for (var at = Math.Max(_position, _headerAt); _isHeaderAhead && at < Math.Min(_position + bytes.Length, _headerAt + BlockBytes);)
        {
            var part = bytes[(int)(at - _position)..];
            part = part[..(int)Math.Min(part.Length, _headerAt + BlockBytes - at)];
            part.CopyTo(_header.AsSpan((int)(at - _headerAt)));
            at += part.Length;
            if (at == _headerAt + BlockBytes)
            {
                var extra = ExtraBytes();
                (_headerAt, _isHeaderAhead) = (at + Blocks(extra ?? 0), extra is not null);
                at = _headerAt;
            }
        }
    }

    // What stands between a header that belongs to the next one and that; null of a file's own header.
    private long? ExtraBytes()
    {
        if ((TarEntryType)_header[156] is not (TarEntryType.ExtendedAttributes or TarEntryType.GlobalExtendedAttributes or TarEntryType.LongLink or TarEntryType.LongPath))
        {
            return null;
        }

        return Number(_header.AsSpan(124, 12)) is { } size and >= 0 and <= MostExtraBytes ? size : throw new InvalidDataException($"A header claims names or attributes of more than {MostExtraBytes} bytes.");
    }

    // Octal digits, or a number of 95 bits.
    private static long? Number(ReadOnlySpan<byte> field)
    {
        if (field[0] == 0x80)
        {
            return field[1..4].ContainsAnyExcept((byte)0) ? null : BinaryPrimitives.ReadInt64BigEndian(field[4..]);
        }

        var number = 0L;
        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            number = (number << 3) + digit - '0';
        }

        return number;
    }
}
