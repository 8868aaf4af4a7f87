using Streaming.Cli.Analysis.Sketches;
using Streaming.Operators.Text;
using Streaming.Telemetry.Sketches;

namespace Streaming.Cli.Analysis;

/// <summary>What is known of one column or stat.</summary>
/// <param name="name">Its name; stats are <c>__dj__stats__.name</c>.</param>
/// <param name="number">Its place among the columns.</param>
internal sealed class ColumnProfile(string name, int number = 0)
{
    public string Name { get; } = name;

    public int Number { get; } = number;

    /// <summary>What the values are, as the last one says: number, numbers (each of a list counts), text, bool, list, bytes or struct.</summary>
    public string Kind { get; private set; } = "empty";

    public long Count { get; private set; }

    public long Missing { get; private set; }

    /// <summary>The values of numbers, the lengths of everything else.</summary>
    public Distribution Figures { get; } = new();

    /// <summary>What <see cref="Figures"/> count: nothing for the values themselves, else characters, bytes or items.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>Whether its figures are its values, or the lengths of texts: what filters ask for.</summary>
    public bool IsFigure => Figures.Count > 0 && Kind is "number" or "text" && !IsCategory;

    /// <summary>Whether its values are few words that repeat: then their lengths say nothing.</summary>
    public bool IsCategory => Kind == "text" && Words.Distinct is > 0 and { } distinct && 2L * distinct <= Count - Missing;

    /// <summary>The values of text and flags.</summary>
    public WordCounts Words { get; } = new();

    /// <summary>Adds a value, and returns its figure; NaN where it has none or several.</summary>
    public double Add(object? value)
    {
        Count++;
        switch (value)
        {
            case null:
                Missing++;
                return double.NaN;
            case bool flag:
                Kind = "bool";
                Words.Add(flag ? "true" : "false");
                return double.NaN;
            case string text:
                Words.Add(text);
                return AddLength("text", "characters", CodePoints.Count(text));
            case byte[] bytes:
                return AddLength("bytes", "bytes", bytes.Length);
            case object?[] { Length: > 0 } list when Array.TrueForAll(list, v => v is long or double):
                return AddEach(list);
            case System.Collections.ICollection list:
                return AddLength("list", "items", list.Count);
            case IConvertible number:
                Kind = "number";
                var figure = number.ToDouble(null);
                Figures.Add(figure);
                return figure;
            default:
                Kind = "other";
                return double.NaN;
        }
    }

    // A stat of several pictures or pieces: each has its own.
    private double AddEach(object?[] list)
    {
        Kind = "numbers";
        foreach (var value in list)
        {
            Figures.Add(((IConvertible)value!).ToDouble(null));
        }

        return list.Length == 1 ? ((IConvertible)list[0]!).ToDouble(null) : double.NaN;
    }

    private double AddLength(string kind, string unit, long length)
    {
        (Kind, Unit) = (kind, unit);
        Figures.Add(length);
        return length;
    }
}
