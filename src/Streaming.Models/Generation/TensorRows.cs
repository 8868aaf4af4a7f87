using Microsoft.ML.OnnxRuntime;

namespace Streaming.Models.Generation;

/// <summary>Picks rows out of tensors.</summary>
internal static class TensorRows
{
    /// <summary>A tensor of these rows of another one, which is disposed of.</summary>
    public static OrtValue Select(OrtValue tensor, ReadOnlySpan<int> rows)
    {
        using (tensor)
        {
            var about = tensor.GetTensorTypeAndShape();
            var shape = about.Shape;
            var picked = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, about.ElementDataType, [rows.Length, .. shape[1..]]);
            if (about.ElementCount > 0 && rows.Length > 0)
            {
                Copy(tensor.GetTensorMutableRawData(), picked.GetTensorMutableRawData(), (int)shape[0], rows);
            }

            return picked;
        }
    }

    private static void Copy(ReadOnlySpan<byte> from, Span<byte> to, int count, ReadOnlySpan<int> rows)
    {
        var length = from.Length / count;
        for (var i = 0; i < rows.Length; i++)
        {
            from.Slice(rows[i] * length, length).CopyTo(to[(i * length)..]);
        }
    }
}
