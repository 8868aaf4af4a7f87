using System.Collections;
using System.Globalization;
using Streaming.Operators.Text;

namespace Streaming.Operators.Selection;

/// <summary>Values as numbers, as Data-Juicer's selectors make them: text is parsed, of a list the mean is taken, what gives none counts as the least or the greatest.</summary>
internal static class FieldNumber
{
    /// <summary>The number.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isLeast">Whether what gives no number counts as the least one.</param>
    public static double Of(object? value, bool isLeast = true) => Read(value) ?? (isLeast ? -(double)long.MaxValue : long.MaxValue);

    /// <summary>The number; null where there is none.</summary>
    public static double? Read(object? value) => value switch
    {
        string text => PythonFloat.Parse(text),
        IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
        IEnumerable list => Mean(list),
        _ => null,
    };

    private static double? Mean(IEnumerable list)
    {
        var (sum, count) = (0.0, 0);
        foreach (var item in list)
        {
            if (item is string or not IConvertible)
            {
                return null;
            }

            sum += ((IConvertible)item).ToDouble(CultureInfo.InvariantCulture);
            count++;
        }

        return count == 0 ? null : sum / count;
    }
}
