using System.Globalization;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Operators;

/// <summary>Columns that hold texts, by name.</summary>
internal static class TextColumns
{
    /// <summary>Refuses a column that is not there.</summary>
    /// <exception cref="BadInputException">It is not among the schema's.</exception>
    public static void Require(RowSchema schema, string name)
    {
        if (name is not (KnownColumns.Text or KnownColumns.Id) && schema.Find(name) is null)
        {
            throw new BadInputException($"There is no column '{name}': it is not among {string.Join(", ", schema.Columns.Select(column => column.Name))}.");
        }
    }

    /// <summary>The text of a column; null where it is missing.</summary>
    public static string? Of(Sample sample, string name) => name switch
    {
        KnownColumns.Text => sample.Text,
        KnownColumns.Id => sample.Id,
        _ => Convert.ToString(sample.Meta[name], CultureInfo.InvariantCulture),
    };
}
