namespace Streaming.Samples;

/// <summary>What scorers and filters computed of a sample (<c>__dj__stats__</c>). A stat that is present is never computed again.</summary>
/// <remarks>Values are <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, <see cref="bool"/> or <c>object?[]</c> of these.</remarks>
public sealed class SampleStats
{
    private ColumnValues? _values;

    /// <summary>The number of stats.</summary>
    public int Count => _values?.Count ?? 0;

    /// <summary>The keys, in the order in which they were computed.</summary>
    public IReadOnlyList<string> Keys => _values?.Names ?? [];

    /// <summary>A stat's value, null where it is missing.</summary>
    public object? this[string key]
    {
        get => _values?[key];
        set => (_values ??= new())[key] = value;
    }

    /// <summary>The integer under <paramref name="key"/>, computed and kept where it is missing.</summary>
    public long GetOrCompute(string key, Sample sample, Func<Sample, long> compute)
    {
        if (this[key] is { } known)
        {
            return known as long? ?? checked((long)Convert.ToDouble(known, System.Globalization.CultureInfo.InvariantCulture));
        }

        var value = compute(sample);
        this[key] = value;
        return value;
    }

    /// <summary>The figure under <paramref name="key"/>, computed and kept where it is missing.</summary>
    public double GetOrCompute(string key, Sample sample, Func<Sample, double> compute)
    {
        if (this[key] is { } known)
        {
            return known as double? ?? Convert.ToDouble(known, System.Globalization.CultureInfo.InvariantCulture);
        }

        var value = compute(sample);
        this[key] = value;
        return value;
    }

    /// <summary>The figures of a stat that is a list: one for each picture, each chunk…</summary>
    /// <exception cref="InvalidDataException">It is missing, or no list of figures.</exception>
    public double[] Figures(string key) => this[key] is System.Collections.IEnumerable list and not string
        ? [.. list.Cast<object?>().Select(figure => Convert.ToDouble(figure, System.Globalization.CultureInfo.InvariantCulture))]
        : throw new InvalidDataException($"The stat {key} is missing, or is no list of figures.");

    /// <summary>Stats that take <paramref name="values"/> over.</summary>
    internal static SampleStats Over(ColumnValues values) => new() { _values = values };

    /// <summary>A copy that can be changed alone.</summary>
    public SampleStats Copy() => new() { _values = _values?.Copy() };
}
