namespace Streaming.Cli.Analysis;

/// <summary>What is known of one column or stat.</summary>
/// <param name="name">Its name; stats are <c>__dj__stats__.name</c>.</param>
internal sealed class ColumnProfile(string name)
{
    private static readonly string[] _units = ["", "characters", "bytes", "items"];

    private int _unit;

    public string Name { get; } = name;

    /// <summary>What the values are, as the first one says: number, text, bool, list, bytes or struct.</summary>
    public string Kind { get; private set; } = "empty";

    public long Count { get; private set; }

    public long Missing { get; private set; }

    /// <summary>The values of numbers, the lengths of everything else.</summary>
    public Distribution Figures { get; } = new();

    /// <summary>What <see cref="Figures"/> count: nothing for the values themselves, else characters, bytes or items.</summary>
    public string Unit => _units[_unit];

    /// <summary>The values of text and flags.</summary>
    public WordCounts Words { get; } = new();

    public void Add(object? value)
    {
        Count++;
        switch (value)
        {
            case null:
                Missing++;
                break;
            case bool flag:
                Kind = "bool";
                Words.Add(flag ? "true" : "false");
                break;
            case string text:
                AddLength("text", 1, CodePoints(text));
                Words.Add(text);
                break;
            case byte[] bytes:
                AddLength("bytes", 2, bytes.Length);
                break;
            case System.Collections.ICollection list:
                AddLength("list", 3, list.Count);
                break;
            case IConvertible number:
                Kind = "number";
                Figures.Add(number.ToDouble(null));
                break;
            default:
                Kind = "other";
                break;
        }
    }

    private void AddLength(string kind, int unit, long length)
    {
        (Kind, _unit) = (kind, unit);
        Figures.Add(length);
    }

    private static long CodePoints(string text)
    {
        var low = 0;
        foreach (var c in text)
        {
            low += char.IsLowSurrogate(c) ? 1 : 0;
        }

        return text.Length - low;
    }
}
