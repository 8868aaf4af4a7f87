using Streaming.Operators.Filtering;
using Streaming.Operators.Selection.Quantiles;

namespace Streaming.Operators.Deduplication.Keeping;

/// <summary>How good samples are, by a field of theirs; all are alike where the first one stays.</summary>
internal sealed class SampleQuality(IKeepOptions options)
{
    private FieldPath? _field;

    /// <summary>Whether the best one stays.</summary>
    public bool Counts => options.Keep == KeepPolicy.Best;

    /// <summary>Finds the field.</summary>
    /// <exception cref="BadInputException">It is not there.</exception>
    public void Find(RowSchema schema) => _field = Counts ? FieldPath.Find(options.Quality ?? "", schema) : null;

    /// <summary>The quality: the higher, the better.</summary>
    public double Of(Sample sample) => _field is not null && StreamedNumber.Of(_field.Of(sample)) is { } value
        ? options.KeepLowest ? -value : value
        : double.NegativeInfinity;
}
