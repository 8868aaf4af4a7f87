using Streaming.Operators.Filtering;

namespace Streaming.Operators.Safety.Licences;

/// <summary>The field that says under which licence a sample stands: a name, or the list of names that groupers make.</summary>
internal sealed class LicenceField
{
    private readonly FieldPath _path;

    private LicenceField(FieldPath path) => _path = path;

    /// <summary>Finds the field.</summary>
    /// <param name="key">Its dotted path.</param>
    /// <param name="schema">The columns.</param>
    /// <exception cref="BadInputException">It is not there.</exception>
    public static LicenceField Find(string key, RowSchema schema) => new(FieldPath.Find(key, schema));

    /// <summary>Its SPDX expression as far as it is one; null where it is not known.</summary>
    /// <remarks>A group stands under the licences of all its members; one that has none leaves it open under which.</remarks>
    public string? Of(Sample sample) => _path.Of(sample) switch
    {
        string { Length: > 0 } one => one,
        object?[] { Length: > 0 } many when Array.TrueForAll(many, licence => licence is string { Length: > 0 }) => Joined([.. many.Cast<string>().Distinct()]),
        _ => null,
    };

    private static string Joined(string[] licences) => licences is [var one] ? one : string.Join(" AND ", licences.Select(licence => $"({licence})"));
}
