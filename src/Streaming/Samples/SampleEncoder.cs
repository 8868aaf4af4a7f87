using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Streaming.Samples;

/// <summary>The kinds of values in an encoded sample; part of the format.</summary>
internal enum ValueTag : byte
{
    Null,
    False,
    True,
    Int64,
    UInt64,
    Float64,
    String,
    Bytes,
    List,
    Int32List,
    Float32List,
    Map,
    Int128,
}

/// <summary>Writes the body of one sample; see <see cref="SampleCodec"/>.</summary>
internal readonly ref struct SampleEncoder(IBufferWriter<byte> output)
{
    public const int MaxDepth = 64;

    public void Write(Sample sample)
    {
        Write(sample.Id);
        Write(sample.Text);
        Write(sample.Images);
        Write(sample.Audios);
        Write(sample.Videos);
        Write((ulong)sample.Messages.Count);
        foreach (var turn in sample.Messages)
        {
            Write(turn.Role);
            Write(turn.Content);
        }

        Write((ulong)sample.Meta.Count);
        for (var i = 0; i < sample.Meta.Count; i++)
        {
            Write(sample.Meta.Names[i]);
            Write(sample.Meta.ValueAt(i), 0);
        }

        Write((ulong)sample.Stats.Count);
        foreach (var key in sample.Stats.Keys)
        {
            Write(key);
            Write(sample.Stats[key], 0);
        }

        Write(sample.Lineage);
    }

    private void Write(Lineage lineage)
    {
        Write(lineage.Split.Source);
        Write(lineage.Split.Name);
        Write(Varint.ZigZag(lineage.Position));
        Write((ulong)lineage.Parents.Count);
        foreach (var parent in lineage.Parents)
        {
            Write(parent);
        }

        Write(lineage.Run);
    }

    private void Write(IReadOnlyList<Media> media)
    {
        Write((ulong)media.Count);
        foreach (var m in media)
        {
            output.Write([(byte)((m.Bytes is null ? 0 : 1) | (m.Path is null ? 0 : 2))]);
            if (m.Bytes is { } bytes)
            {
                Write(bytes.Span);
            }

            if (m.Path is { } path)
            {
                Write(path);
            }
        }
    }

    private void Write(object? value, int depth)
    {
        switch (value)
        {
            case null: Write(ValueTag.Null); break;
            case bool b: Write(b ? ValueTag.True : ValueTag.False); break;
            case long l: Write(ValueTag.Int64); Write(Varint.ZigZag(l)); break;
            case ulong u: Write(ValueTag.UInt64); Write(u); break;
            case double d: Write(ValueTag.Float64); Write(d); break;
            case string s: Write(ValueTag.String); Write(s); break;
            case byte[] bytes: Write(ValueTag.Bytes); Write(bytes.AsSpan()); break;
            case object?[] list: WriteList(list, depth); break;
            case int[] ints: Write(ValueTag.Int32List); WriteRaw<int>(ints); break;
            case float[] floats: Write(ValueTag.Float32List); WriteRaw<float>(floats); break;
            case KeyValuePair<object, object?>[] map: WriteMap(map, depth); break;
            case Int128 wide: Write(ValueTag.Int128); Write(wide); break;
            default: throw new InvalidDataException($"A value of type {value.GetType()} has no column type.");
        }
    }

    private void WriteList(object?[] list, int depth)
    {
        RequireDepth(depth);
        Write(ValueTag.List);
        Write((ulong)list.Length);
        foreach (var item in list)
        {
            Write(item, depth + 1);
        }
    }

    private void WriteMap(KeyValuePair<object, object?>[] map, int depth)
    {
        RequireDepth(depth);
        Write(ValueTag.Map);
        Write((ulong)map.Length);
        foreach (var (key, item) in map)
        {
            Write(key, depth + 1);
            Write(item, depth + 1);
        }
    }

    private static void RequireDepth(int depth)
    {
        if (depth >= MaxDepth)
        {
            throw new InvalidDataException($"A value nests deeper than {MaxDepth}.");
        }
    }

    private void Write(ValueTag tag) => output.Write([(byte)tag]);

    private void Write(ulong value) => output.Advance(Varint.Write(output.GetSpan(Varint.MaxBytes), value));

    private void Write(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    private void Write(Int128 value)
    {
        BinaryPrimitives.WriteInt128LittleEndian(output.GetSpan(16), value);
        output.Advance(16);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        Write((ulong)bytes.Length);
        output.Write(bytes);
    }

    private void WriteRaw<T>(ReadOnlySpan<T> values) where T : struct
    {
        Write((ulong)values.Length);
        output.Write(MemoryMarshal.AsBytes(values));
    }

    // The lowest bit of the length tells UTF-8 (0) from UTF-16 (1): a lone surrogate has no UTF-8 form.
    private void Write(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var span = output.GetSpan(bytes + Varint.MaxBytes);
        var head = Varint.Write(span, (ulong)bytes << 1);
        if (Utf8.FromUtf16(text, span[head..], out _, out var written, replaceInvalidSequences: false) == OperationStatus.Done)
        {
            output.Advance(head + written);
            return;
        }

        var raw = MemoryMarshal.AsBytes(text.AsSpan());
        Write(((ulong)raw.Length << 1) | 1);
        output.Write(raw);
    }
}
