using System.Collections;
using System.Globalization;

namespace Streaming.Operators;

/// <summary>Writes option values as a topology would.</summary>
internal static class OptionText
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        string { Length: 0 } => "\"\"",
        string s => s,
        Enum e => SnakeCase.Of(e.ToString()),
        TimeSpan t => OfDuration(t),
        ByteSize size => size.ToString(),
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        IDictionary { Count: 0 } => "{}",
        IDictionary map => "{ " + string.Join(", ", map.Keys.Cast<object>().Select(k => $"{k}: {Of(map[k])}")) + " }",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Of)) + "]",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => OfRecord(value),
    };

    private static string OfDuration(TimeSpan time) => time switch
    {
        { TotalHours: var h } when h >= 1 && double.IsInteger(h) => $"{h}h",
        { TotalMinutes: var m } when m >= 1 && double.IsInteger(m) => $"{m}m",
        { TotalSeconds: var s } when double.IsInteger(s) => $"{s}s",
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds}ms"),
    };

    private static string OfRecord(object record)
    {
        var fields = OptionReflection.OptionsOf(record.GetType()).Select(p => (Name: OptionReflection.NameOf(p), Value: p.GetValue(record))).Where(f => f.Value is not null);
        return "{ " + string.Join(", ", fields.Select(f => $"{f.Name}: {Of(f.Value)}")) + " }";
    }
}
