namespace Streaming.Models.Sessions;

/// <summary>Numbers with a shape, row by row.</summary>
/// <param name="Shape">The size of each dimension.</param>
/// <param name="Values">The numbers, the last dimension running fastest.</param>
public sealed record FloatTensor(int[] Shape, ReadOnlyMemory<float> Values)
{
    /// <summary>The number of values in one entry of the first dimension.</summary>
    public int RowLength { get; } = Shape.Length == 0 ? 1 : Shape[1..].Aggregate(1, (product, size) => product * size);

    /// <summary>The values of one entry of the first dimension.</summary>
    public ReadOnlySpan<float> Row(int row) => Values.Span.Slice(row * RowLength, RowLength);
}
