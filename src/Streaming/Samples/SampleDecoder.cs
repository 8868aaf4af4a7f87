using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace Streaming.Samples;

/// <summary>Reads the body of one sample; see <see cref="SampleCodec"/>. Every count is held against the bytes left before anything is allocated.</summary>
internal ref struct SampleDecoder
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    // Column names and lineage repeat from sample to sample; sharing them halves what a decoded short sample holds.
    [ThreadStatic]
    private static string?[]? _repeated;

    private ReadOnlySpan<byte> _left;

    private SampleDecoder(ReadOnlySpan<byte> body) => _left = body;

    public static Sample Read(ReadOnlySpan<byte> body)
    {
        var decoder = new SampleDecoder(body);
        var sample = new Sample
        {
            Id = decoder.ReadString(),
            Text = decoder.ReadString(),
            Images = decoder.ReadMedia(),
            Audios = decoder.ReadMedia(),
            Videos = decoder.ReadMedia(),
            Messages = decoder.ReadMessages(),
            Meta = decoder.ReadColumns(),
            Stats = SampleStats.Over(decoder.ReadColumns()),
            Lineage = decoder.ReadLineage(),
        };
        return decoder._left.IsEmpty ? sample : throw new InvalidDataException($"{decoder._left.Length} bytes follow the last member of a sample.");
    }

    private Lineage ReadLineage()
    {
        var split = new SplitId(ReadRepeatedString(), ReadRepeatedString());
        var position = Varint.UnZigZag(ReadNumber());
        var parents = ReadCount() is var n && n == 0 ? [] : new string[n];
        for (var i = 0; i < parents.Length; i++)
        {
            parents[i] = ReadString();
        }

        return new(split, position, parents, ReadRepeatedString());
    }

    private Media[] ReadMedia()
    {
        var media = ReadCount() is var n && n == 0 ? [] : new Media[n];
        for (var i = 0; i < media.Length; i++)
        {
            var has = Take(1)[0];
            if (has > 3)
            {
                throw new InvalidDataException($"Media flags {has}.");
            }

            ReadOnlyMemory<byte>? bytes = (has & 1) != 0 ? ReadBytes() : null;
            media[i] = new(bytes, (has & 2) != 0 ? ReadString() : null);
        }

        return media;
    }

    private ChatTurn[] ReadMessages()
    {
        var turns = ReadCount() is var n && n == 0 ? [] : new ChatTurn[n];
        for (var i = 0; i < turns.Length; i++)
        {
            turns[i] = new(ReadRepeatedString(), ReadString());
        }

        return turns;
    }

    private ColumnValues ReadColumns()
    {
        var count = ReadCount();
        if (count == 0)
        {
            return new();
        }

        var names = new string[count];
        var values = new object?[count];
        for (var i = 0; i < count; i++)
        {
            names[i] = ReadRepeatedString();
            values[i] = ReadValue(0);
        }

        return new(names, values);
    }

    private object? ReadValue(int depth)
    {
        if (depth > SampleEncoder.MaxDepth)
        {
            throw new InvalidDataException($"A value nests deeper than {SampleEncoder.MaxDepth}.");
        }

        var tag = (ValueTag)Take(1)[0];
        return tag switch
        {
            ValueTag.Null => null,
            ValueTag.False => false,
            ValueTag.True => true,
            ValueTag.Int64 => Varint.UnZigZag(ReadNumber()),
            ValueTag.UInt64 => ReadNumber(),
            ValueTag.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(Take(8)),
            ValueTag.String => ReadString(),
            ValueTag.Bytes => ReadBytes(),
            ValueTag.List => ReadList(depth),
            ValueTag.Int32List => ReadRaw<int>(),
            ValueTag.Float32List => ReadRaw<float>(),
            ValueTag.Map => ReadMap(depth),
            ValueTag.Int128 => BinaryPrimitives.ReadInt128LittleEndian(Take(16)),
            _ => throw new InvalidDataException($"A value of unknown kind {(byte)tag}."),
        };
    }

    private object?[] ReadList(int depth)
    {
        var list = new object?[ReadCount()];
        for (var i = 0; i < list.Length; i++)
        {
            list[i] = ReadValue(depth + 1);
        }

        return list;
    }

    private KeyValuePair<object, object?>[] ReadMap(int depth)
    {
        var map = new KeyValuePair<object, object?>[ReadCount()];
        for (var i = 0; i < map.Length; i++)
        {
            var key = ReadValue(depth + 1) ?? throw new InvalidDataException("A map has a missing key.");
            map[i] = new(key, ReadValue(depth + 1));
        }

        return map;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _left.Length)
        {
            throw new InvalidDataException($"A sample ends {count - _left.Length} bytes early.");
        }

        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }

    private ulong ReadNumber()
    {
        var value = Varint.Read(_left, out var bytes);
        _left = _left[bytes..];
        return value;
    }

    // Whatever is counted takes at least one byte each.
    private int ReadCount(int elementBytes = 1)
    {
        var count = ReadNumber();
        return count <= (ulong)(_left.Length / elementBytes) ? (int)count : throw new InvalidDataException($"{count} elements do not fit the {_left.Length} bytes left.");
    }

    private byte[] ReadBytes() => Take(ReadCount()).ToArray();

    private T[] ReadRaw<T>() where T : struct
    {
        var bytes = Take(ReadCount(4) * 4);
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }

    private string ReadString()
    {
        var bytes = TakeString(out var isUtf16);
        return isUtf16 ? new(MemoryMarshal.Cast<byte, char>(bytes)) : Decode(bytes);
    }

    private string ReadRepeatedString()
    {
        var bytes = TakeString(out var isUtf16);
        if (isUtf16 || bytes.Length is 0 or > 128)
        {
            return isUtf16 ? new(MemoryMarshal.Cast<byte, char>(bytes)) : Decode(bytes);
        }

        ref var slot = ref (_repeated ??= new string?[64])[XxHash3.HashToUInt64(bytes) & 63];
        return slot is not null && Ascii.Equals(bytes, slot) ? slot : slot = Decode(bytes);
    }

    private ReadOnlySpan<byte> TakeString(out bool isUtf16)
    {
        var head = ReadNumber();
        isUtf16 = (head & 1) != 0;
        var length = head >> 1;
        return length <= (ulong)_left.Length && (!isUtf16 || length % 2 == 0)
            ? Take((int)length)
            : throw new InvalidDataException($"A text of {length} bytes does not fit the {_left.Length} bytes left.");
    }

    private static string Decode(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("A text is not UTF-8.", e);
        }
    }
}
