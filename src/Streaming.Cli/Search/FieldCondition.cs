using System.Globalization;
using Streaming.Samples;

namespace Streaming.Cli.Search;

/// <summary>A condition on a column or stat: <c>lang=en</c>, <c>source!=web</c>, <c>__dj__stats__.quality&gt;=0.6</c>, <c>title~budget</c> (holds the words, whatever the case).</summary>
internal sealed record FieldCondition(string Field, string Sign, string Value)
{
    // Longer ones first: >= is not >.
    private static readonly string[] _signs = [">=", "<=", "!=", "=", "~", ">", "<"];

    /// <exception cref="BadInputException">It is none.</exception>
    public static FieldCondition Parse(string text)
    {
        var (at, sign) = _signs.Select(s => (At: text.IndexOf(s, StringComparison.Ordinal), Sign: s)).Where(s => s.At > 0).OrderBy(s => s.At).ThenByDescending(s => s.Sign.Length).FirstOrDefault();
        if (sign is null)
        {
            throw new BadInputException($"'{text}' is no condition: write column=value, or with != ~ > >= < <=.");
        }

        var condition = new FieldCondition(text[..at].Trim(), sign, text[(at + sign.Length)..].Trim());
        return sign[0] is '>' or '<' && !double.TryParse(condition.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? throw new BadInputException($"'{text}' compares with '{condition.Value}', which is no number.")
            : condition;
    }

    public bool Holds(Sample sample)
    {
        var value = Field switch
        {
            KnownColumns.Id => sample.Id,
            KnownColumns.Text => sample.Text,
            _ when Field.StartsWith(KnownColumns.Stats + ".", StringComparison.Ordinal) => sample.Stats[Field[(KnownColumns.Stats.Length + 1)..]],
            _ => sample.Meta[Field] ?? sample.Stats[Field],
        };
        return value is object?[] list ? Sign == "!=" ? list.All(Meets) : list.Any(Meets) : Meets(value);
    }

    private bool Meets(object? value) => Sign switch
    {
        "=" => Equal(value),
        "!=" => !Equal(value),
        "~" => value is string text && text.Contains(Value, StringComparison.OrdinalIgnoreCase),
        _ => Number(value) is var number && Number(Value) is var bound && Sign switch { ">" => number > bound, ">=" => number >= bound, "<" => number < bound, _ => number <= bound },
    };

    private bool Equal(object? value) => value switch
    {
        null => Value.Length == 0,
        string text => text == Value,
        bool flag => bool.TryParse(Value, out var wanted) && flag == wanted,
        _ => Number(value).Equals(Number(Value)),
    };

    // NaN meets no bound.
    private static double Number(object? value) => value switch
    {
        string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN,
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
        _ => double.NaN,
    };
}
