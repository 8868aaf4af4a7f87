using System.Collections;
using System.Globalization;

namespace Streaming.Operators.Selection.Quantiles;

/// <summary>Values as numbers on data that never ends: text counts its characters, of a list the mean counts, what gives no number is none.</summary>
internal static class StreamedNumber
{
    /// <summary>The number; null where there is none.</summary>
    public static double? Of(object? value) => value switch
    {
        string text => Characters(text),
        bool truth => truth ? 1 : 0,
        IConvertible number when number.ToDouble(CultureInfo.InvariantCulture) is var figure && !double.IsNaN(figure) => figure,
        IEnumerable list when FieldNumber.Of(list) is var mean && mean != -(double)long.MaxValue && !double.IsNaN(mean) => mean,
        _ => null,
    };

    private static double Characters(string text)
    {
        var pairs = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
            {
                pairs++;
                i++;
            }
        }

        return text.Length - pairs;
    }
}
