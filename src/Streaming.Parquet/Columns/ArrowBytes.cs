using System.Text;
using Apache.Arrow.Arrays;

namespace Streaming.Parquet.Columns;

/// <summary>Decodes text and bytes straight out of Arrow's buffers. Invalid UTF-8 becomes U+FFFD.</summary>
internal static class ArrowBytes
{
    public static object?[] Decode(Arrow.IArrowArray array, int from, int count) => array switch
    {
        Arrow.StringArray a => Texts(a, from, count),
        Arrow.LargeStringArray a => Texts((i, out isNull) => a.GetBytes(i, out isNull), from, count),
        Arrow.StringViewArray a => Texts((i, out isNull) => a.GetBytes(i, out isNull), from, count),
        Arrow.BinaryArray a => Blobs((i, out isNull) => a.GetBytes(i, out isNull), from, count),
        Arrow.LargeBinaryArray a => Blobs((i, out isNull) => a.GetBytes(i, out isNull), from, count),
        Arrow.BinaryViewArray a => Blobs((i, out isNull) => a.GetBytes(i, out isNull), from, count),
        FixedSizeBinaryArray a => Blobs(
            (i, out isNull) =>
            {
                isNull = a.IsNull(i);
                return isNull ? default : a.GetBytes(i);
            },
            from,
            count),
        _ => throw new NotSupportedException($"Arrays of {array.Data.DataType.Name} are not supported."),
    };

    private delegate ReadOnlySpan<byte> BytesAt(int row, out bool isNull);

    private static string?[] Texts(Arrow.StringArray array, int from, int count)
    {
        var texts = new string?[count];
        var offsets = array.ValueOffsets.Slice(from, count + 1);
        var bytes = array.ValueBuffer.Span;
        var hasNulls = array.NullCount > 0;
        var last = new LastText();
        for (var i = 0; i < count; i++)
        {
            if (!hasNulls || array.IsValid(from + i))
            {
                texts[i] = last.Of(bytes[offsets[i]..offsets[i + 1]]);
            }
        }

        return texts;
    }

    private static string?[] Texts(BytesAt bytesAt, int from, int count)
    {
        var texts = new string?[count];
        var last = new LastText();
        for (var i = 0; i < count; i++)
        {
            var bytes = bytesAt(from + i, out var isNull);
            texts[i] = isNull ? null : last.Of(bytes);
        }

        return texts;
    }

    private static byte[]?[] Blobs(BytesAt bytesAt, int from, int count)
    {
        var blobs = new byte[]?[count];
        for (var i = 0; i < count; i++)
        {
            var bytes = bytesAt(from + i, out var isNull);
            blobs[i] = isNull ? null : bytes.ToArray();
        }

        return blobs;
    }

    // Runs of one value (language, domain, dump) are the rule in carried columns: the same string serves the run.
    private ref struct LastText
    {
        private ReadOnlySpan<byte> _bytes;
        private string? _text;

        public string Of(ReadOnlySpan<byte> bytes)
        {
            if (_text is null || !bytes.SequenceEqual(_bytes))
            {
                _text = Encoding.UTF8.GetString(bytes);
                _bytes = bytes;
            }

            return _text;
        }
    }
}
