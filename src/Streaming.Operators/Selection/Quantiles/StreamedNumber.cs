using System.Collections;
using System.Globalization;
using Streaming.Operators.Text;

namespace Streaming.Operators.Selection.Quantiles;

/// <summary>Values as numbers on data that never ends: text counts its characters, of a list the mean counts, what gives no number is none.</summary>
internal static class StreamedNumber
{
    /// <summary>The number; null where there is none.</summary>
    public static double? Of(object? value) => value switch
    {
        string text => CodePoints.Count(text),
        bool truth => truth ? 1 : 0,
        IConvertible number when number.ToDouble(CultureInfo.InvariantCulture) is var figure && !double.IsNaN(figure) => figure,
        IEnumerable list when FieldNumber.Read(list) is { } mean && !double.IsNaN(mean) => mean,
        _ => null,
    };
}
