using Microsoft.ML.OnnxRuntime;

namespace Streaming.Models.Generation;

/// <summary>Picks rows out of tensors, and puts tensors together. Places of a cache are its third dimension: rows, heads, places, size.</summary>
internal static class TensorRows
{
    private const int Places = 2;

    /// <summary>A tensor of these rows of another one, which is disposed of.</summary>
    /// <param name="tensor">The other one.</param>
    /// <param name="rows">The rows; one may come several times.</param>
    /// <param name="dropped">How many places each row loses at its beginning.</param>
    public static OrtValue Select(OrtValue tensor, ReadOnlySpan<int> rows, int dropped = 0)
    {
        using (tensor)
        {
            var about = tensor.GetTensorTypeAndShape();
            var shape = about.Shape.ToArray();
            shape[0] = rows.Length;
            if (dropped > 0)
            {
                shape[Places] -= dropped;
            }

            var picked = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, about.ElementDataType, shape);
            if (about.ElementCount > 0 && rows.Length > 0)
            {
                Copy(tensor.GetTensorMutableRawData(), picked.GetTensorMutableRawData(), Blocks.Of(about.Shape, dropped > 0), rows, dropped);
            }

            return picked;
        }
    }

    /// <summary>A tensor of the rows of one and then those of the other, both of which are disposed of; the one with fewer places is filled up with zeros at the beginning of its rows.</summary>
    public static OrtValue Join(OrtValue first, OrtValue second)
    {
        using (first)
        using (second)
        {
            var (about, other) = (first.GetTensorTypeAndShape(), second.GetTensorTypeAndShape());
            var shape = about.Shape.ToArray();
            shape[0] += other.Shape[0];
            shape[Places] = Math.Max(shape[Places], other.Shape[Places]);
            var joined = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, about.ElementDataType, shape);
            var to = joined.GetTensorMutableRawData();
            var middle = (int)(to.Length / shape[0] * about.Shape[0]);
            Place(first, about.Shape, to[..middle], (int)shape[Places]);
            Place(second, other.Shape, to[middle..], (int)shape[Places]);
            return joined;
        }
    }

    private static void Copy(ReadOnlySpan<byte> from, Span<byte> to, Blocks blocks, ReadOnlySpan<int> rows, int dropped)
    {
        var row = from.Length / blocks.Rows;
        var block = row / blocks.OfRow;
        var left = dropped == 0 ? 0 : block / blocks.Places * dropped;
        var at = 0;
        foreach (var picked in rows)
        {
            for (var i = 0; i < blocks.OfRow; i++, at += block - left)
            {
                from.Slice((picked * row) + (i * block) + left, block - left).CopyTo(to[at..]);
            }
        }
    }

    // Zeros, not whatever lies there: what is masked is multiplied by nothing, and nothing times NaN is NaN.
    private static void Place(OrtValue tensor, long[] shape, Span<byte> to, int places)
    {
        var blocks = (int)(shape[0] * shape[1]);
        var size = to.Length / blocks;
        var gap = size / places * (places - (int)shape[Places]);
        for (var i = 0; i < blocks; i++)
        {
            var block = to.Slice(i * size, size);
            block[..gap].Clear();
            if (gap < size)
            {
                tensor.GetTensorMutableRawData().Slice(i * (size - gap), size - gap).CopyTo(block[gap..]);
            }
        }
    }

    // What is copied in one piece: a whole row, or each of its heads where places are dropped.
    private readonly record struct Blocks(int Rows, int OfRow, int Places)
    {
        public static Blocks Of(long[] shape, bool byHead) => byHead ? new((int)shape[0], (int)shape[1], (int)shape[TensorRows.Places]) : new((int)shape[0], 1, 1);
    }
}
