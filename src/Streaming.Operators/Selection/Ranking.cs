using Streaming.Operators.Filtering;

namespace Streaming.Operators.Selection;

/// <summary>The values of a field over a whole input, and the order of samples by them.</summary>
internal abstract class Ranking
{
    /// <summary>Bytes of memory held.</summary>
    public abstract long Bytes { get; }

    /// <summary>Takes the value of the next sample.</summary>
    public abstract void Add(object? value);

    /// <summary>Compares two samples by their values.</summary>
    public abstract int Compare(int one, int other);

    /// <summary>The numbers of the samples from the greatest value to the least, or the other way; of equal ones the earlier goes first.</summary>
    public int[] Sorted(int count, bool descending)
    {
        var order = Enumerable.Range(0, count).ToArray();
        Array.Sort(order, (one, other) => (descending ? Compare(other, one) : Compare(one, other)) is var by and not 0 ? by : one.CompareTo(other));
        return order;
    }

    /// <summary>Values as they are (a column of text, or of whole numbers), else as numbers; what is none comes last.</summary>
    public static Ranking Of(FieldPath field, bool reverse) => field.Key.Contains('.', StringComparison.Ordinal) ? Numbers(reverse) : field.Type switch
    {
        ScalarType { Kind: ScalarKind.String } => new Ranking<string>(v => v as string ?? "", CompareCodePoints, 32),
        ScalarType { Kind: ScalarKind.Int8 or ScalarKind.Int16 or ScalarKind.Int32 or ScalarKind.Int64 } =>
            new Ranking<long>(v => v as long? ?? (reverse ? long.MinValue : long.MaxValue), (a, b) => a.CompareTo(b), sizeof(long)),
        ScalarType { Kind: not ScalarKind.Binary } => Numbers(reverse),
        _ => throw new BadInputException($"Samples cannot be ranked by '{field.Key}': it is neither a number nor text."),
    };

    /// <summary>Values as numbers.</summary>
    public static Ranking Numbers(bool reverse) => new Ranking<double>(v => FieldNumber.Of(v, reverse), (a, b) => a.CompareTo(b), sizeof(double));

    // Python's order of text: in UTF-16, surrogates would come before U+E000.
    private static int CompareCodePoints(string one, string other)
    {
        var same = one.AsSpan().CommonPrefixLength(other);
        if (same == one.Length || same == other.Length)
        {
            return one.Length.CompareTo(other.Length);
        }

        var (a, b) = (one[same], other[same]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}

/// <summary>A ranking by values of one type.</summary>
internal sealed class Ranking<T>(Func<object?, T> read, Comparison<T> compare, int bytesEach) : Ranking
{
    private readonly List<T> _values = [];

    public override long Bytes => (long)_values.Capacity * bytesEach;

    public override void Add(object? value) => _values.Add(read(value));

    public override int Compare(int one, int other) => compare(_values[one], _values[other]);
}
