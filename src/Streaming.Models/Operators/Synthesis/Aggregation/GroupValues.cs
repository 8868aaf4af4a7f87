using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis.Aggregation;

/// <summary>What the members of a group have in one field: a column of lists, as groupers make it, or a field of the members' tags.</summary>
internal sealed class GroupValues
{
    private readonly string _column;
    private readonly int? _field;

    private GroupValues(string column, int? field) => (_column, _field) = (column, field);

    /// <summary>Finds the field.</summary>
    /// <exception cref="BadInputException">There is none of that name.</exception>
    public static GroupValues Find(RowSchema schema, string option, string name)
    {
        if (schema.Find(name) is not null)
        {
            return new(name, null);
        }

        var tags = schema.Find(Tags.Column)?.Type is ListType { Element: StructType members } ? members.Fields.ToList() : [];
        return tags.FindIndex(f => f.Name == name) is var at and >= 0
            ? new(Tags.Column, at)
            : throw new BadInputException($"{option}: there is no column '{name}', and the members of groups have no tag of that name.");
    }

    /// <summary>The values, one a member; null where the sample is no group.</summary>
    public object?[]? Of(Sample group) => group.Meta[_column] switch
    {
        object?[] values when _field is null => values,
        object?[] members => [.. members.Select(m => m is object?[] tags && _field < tags.Length ? tags[_field.Value] : null)],
        _ => null,
    };

    /// <summary>Gives the members other values. Samples may share the old ones: they are copied.</summary>
    public void Set(Sample group, object?[] values) => group.Meta[_column] = _field is not { } at ? values
        : ((object?[])group.Meta[_column]!).Zip(values, (member, value) => With(member, at, value)).ToArray();

    private static object? With(object? member, int at, object? value)
    {
        if (member is not object?[] tags || at >= tags.Length)
        {
            return member;
        }

        var copy = (object?[])tags.Clone();
        copy[at] = value;
        return copy;
    }
}
